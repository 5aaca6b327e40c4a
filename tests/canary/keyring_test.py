"""API keys in a real keyring: a daemon of the test's own, on a session bus of its own."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lookout import KEY, SKIPPED, Lookout, StrictGateway

SETTINGS = ".config/mips/atlaspy/config.json"
PLACE = ("--channel", "development", "--region", "us-west-2")
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
TIMEOUT_S = 20


def same(actual: object, wanted: object, context: str = "") -> None:
    if actual != wanted:
        raise AssertionError(f"{actual!r}, not {wanted!r} {context}")


def start_daemon() -> subprocess.Popen[bytes]:
    """Answers once its collection is unlocked, with an empty password."""
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert daemon.stdin is not None
    daemon.stdin.write(b"\n")
    daemon.stdin.close()
    ask = "org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets"
    command = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
    deadline = time.monotonic() + TIMEOUT_S
    while subprocess.run([*command, *ask.split()], capture_output=True, check=False).returncode:
        if time.monotonic() > deadline:
            print("skipped: gnome-keyring-daemon did not come up")
            sys.exit(SKIPPED)
        time.sleep(0.05)
    return daemon


def keys_go_to_the_keyring(look: Lookout, session: dict[str, str]) -> None:
    path = look.home / SETTINGS
    saved = look.run(
        "configure", "--api-key-stdin", "--no-check", *PLACE, stdin=KEY, environment=session
    )
    same(saved.status, 0, saved.output)
    same("the key to the keyring" in saved.output, True, saved.output)
    same(json.loads(path.read_text()).get("apikey"), None)
    look.search(path.read_bytes(), "the settings file")
    shown = look.run("configure", "--show", "--json", environment=session)
    same(json.loads(shown.output)["api_key"]["origin"], "keyring (Secret Service)")
    # A second process without the session has no key, and is told why.
    bare = look.run("cores", environment={"AEX_LOG": "debug"})
    same(bare.status, 78, bare.output)
    same("the API key is in the keyring, but there was no session bus" in bare.output, True)


def the_key_of_the_keyring_is_used(look: Lookout, session: dict[str, str]) -> None:
    gateway = StrictGateway()
    try:
        cores = look.run("cores", environment=session | {"AEX_GLOBAL_API": gateway.url})
        same(cores.status, 0, cores.output)
        other = {"MIPS_ATLAS_CONFIG": "another-key:development:us-west-2"}
        environment = session | other | {"AEX_GLOBAL_API": gateway.url}
        same(look.run("cores", environment=environment).status, 77, "the environment wins")
    finally:
        gateway.stop()


def the_file_can_have_it_back(look: Lookout, session: dict[str, str]) -> None:
    words = ("configure", "--api-key-stdin", "--no-check", "--no-keyring", *PLACE)
    same(look.run(*words, stdin=KEY, environment=session).status, 0)
    path = look.home / SETTINGS
    same(json.loads(path.read_text())["apikey"], KEY)
    same(path.stat().st_mode & 0o777, 0o600)
    path.write_text('{"apikey_in": "keyring", "channel": "a", "region": "b"}')
    gone = look.run("cores", environment=session)
    same("the keyring has no API key for" in gone.output, True, gone.output)


def within_session(program: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        look = Lookout(program, Path(home))
        names = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
        session = {name: os.environ[name] for name in names} | {"AEX_LOG": "debug"}
        daemon = start_daemon()
        try:
            for test in (
                keys_go_to_the_keyring,
                the_key_of_the_keyring_is_used,
                the_file_can_have_it_back,
            ):
                test(look, session)
        except (AssertionError, KeyError, OSError, ValueError) as error:
            look.faults.append(f"it broke off: {error!r}")
        finally:
            daemon.terminate()
            daemon.wait()
    print("\n".join(look.faults) or "the keyring keeps its keys")
    sys.exit(1 if look.faults else 0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--within-session", action="store_true")
    options = parser.parse_args()
    program = options.program.resolve()
    if options.within_session:
        within_session(program)
    for name in NEEDED:
        if shutil.which(name) is None:
            print(f"skipped: {name} is not installed")
            sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "XDG_RUNTIME_DIR": folder}
        again = [sys.executable, "-B", __file__, "--program", str(program), "--within-session"]
        command = ["dbus-run-session", "--", *again]
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
