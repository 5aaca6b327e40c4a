"""Every command, many of its errors and every log level, with secrets that can be recognised: none
may show in what is printed, in the process list, or in a file that others may read."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "strict_gateway"))

from lookout import (
    CORE,
    KEY,
    PASSWORD,
    PROXY_PASSWORD,
    SIGNATURE,
    Lookout,
    StrictGateway,
    spellings,
)
from options import FAULTS
from served import served_gateway

LEVELS = ("off", "error", "warning", "info", "debug")
SETTINGS = ".config/mips/atlaspy/config.json"
VERBS = (
    "configure cores run resume jobs cancel clean report trace serve hot elf sources help validate"
)
RUN = ("run", "--core", CORE, "--expdir", ".", "--timeout-s", "30")
# A run that waits for what never comes.
WAITING = ("pending-for-ever", "hang-status")

Test = Callable[[Lookout], None]


def same(actual: object, wanted: object, context: str = "") -> None:
    if actual != wanted:
        raise AssertionError(f"{actual!r}, not {wanted!r} {context}")


def every_command(level: str, look: Lookout) -> None:
    gateway = StrictGateway("--pending", "1")
    given = gateway.environment(level)
    saved = {"AEX_LOG": level, "AEX_GLOBAL_API": gateway.url}
    elf = look.workload()
    try:
        place = ("--channel", "development", "--region", "us-west-2")
        configured = look.run("configure", "--api-key-stdin", *place, stdin=KEY, environment=saved)
        same(configured.status, 0, configured.output)
        look.run("configure", "--show", environment=given)
        look.run("configure", "--show", "--json", environment=saved)
        look.run("cores", "--json", environment=saved)
        same(look.run(*RUN, "--name", "one", elf, environment=saved).status, 0)
        look.run(*RUN, "--name", "one", elf, environment=saved)
        look.run(*RUN, "--name", "mine", "--local", elf, environment=saved)
        look.run("resume", "one", environment=saved)
        look.run("resume", "--all", ".", environment=saved)
        look.run("jobs", "--json", environment=saved)
        look.run("report", "one", "--json", environment=saved)
        for verb in ("hot", "elf", "sources", "trace", "validate", "report"):
            look.run(verb, "one", environment=given)
            look.run(verb, elf, environment=given)
        look.run("cancel", "one", environment=saved)
        look.run("clean", environment=saved)
    finally:
        gateway.stop()


def every_verb_misused(look: Lookout) -> None:
    environment = {"MIPS_ATLAS_CONFIG": f"{KEY}:a:b", "AEX_LOG": "debug"}
    for verb in VERBS.split():
        for words in (["--help"], ["--no-such"], ["a", "b", "c"], ["--json", "--json"], [""]):
            if verb != "serve":
                look.run(verb, *words, environment=environment)


def fault(name: str, look: Lookout) -> None:
    gateway = StrictGateway("--fault", name, "--bomb-mib", "1", "--many-members", "2000")
    limits = {"AEX_MAX_RESULT_RATIO": "10", "AEX_MAX_RESULT_MEMBERS": "1000"}
    environment = gateway.environment() | limits
    elf = look.workload()
    patience = ("--timeout-s", "1" if name in WAITING else "20")
    try:
        look.run("cores", environment=environment)
        look.run("run", "--core", CORE, "--name", "one", *patience, elf, environment=environment)
        look.learn("one")
        look.run("resume", "one", *patience, environment=environment)
        look.learn("one")
    finally:
        gateway.stop()


def a_run_that_is_given_up(look: Lookout) -> None:
    gateway = StrictGateway("--pending", "1000000")
    environment = gateway.environment()
    elf = look.workload()
    try:
        words = ("--core", CORE, "--timeout-s", "1", "--name", "one", elf)
        look.run("run", *words, environment=environment)
        journal = look.learn("one")
        same(len(journal["otp"]), 32)
        same("X-Signature=" in journal["status_url"], True)
        same((look.home / "one/.job.json").stat().st_mode & 0o777, 0o600)
        look.run("jobs", "--json", environment=environment)
        look.run("cancel", "one", environment=environment)
        for path in look.home.rglob("*"):
            if path.is_file():
                look.search(path.read_bytes(), f"{path.name} of a run that was given up")
        look.run("clean", environment=environment)
    finally:
        gateway.stop()


def wrong_keys(look: Lookout) -> None:
    texts = (KEY, f"{KEY}:a", f"{KEY}:a:b:c", f"{KEY}::b", f"{KEY} x:a:b", f"{KEY}\n:a:b")
    for text in (*texts, f"{KEY}\x80:a:b", f":{KEY}:b"):
        look.run("configure", "--show", environment={"MIPS_ATLAS_CONFIG": text, "AEX_LOG": "debug"})
        (look.home / ".env").write_text(f"MIPS_ATLAS_CONFIG='{text}'\n")
        (look.home / ".env").chmod(0o600)
        look.run("cores", environment={"AEX_LOG": "debug"})
    (look.home / ".env").unlink()
    place = ("--no-check", "--channel", "a", "--region", "b")
    for key in (f"{KEY} {KEY}", f"{KEY}:x", KEY * 300, f"{KEY}\n{KEY}"):
        (look.home / "key").write_text(key)
        (look.home / "key").chmod(0o600)
        look.run("configure", "--api-key-file", "key", *place)
        look.run("configure", "--api-key-stdin", *place, stdin=key)


def wrong_files(look: Lookout) -> None:
    path = look.home / SETTINGS
    path.parent.mkdir(parents=True, mode=0o700)
    whole = {"apikey": KEY, "channel": "a", "region": "b", "proxy": PROXY_PASSWORD}
    texts = [json.dumps(whole), json.dumps(whole)[:-4], f'["{KEY}"]', f'"{KEY}"']
    texts += [json.dumps(whole | {"log": KEY[:4]}), json.dumps({"apikey": [KEY]}), KEY]
    texts += [json.dumps(whole | {"stall_ms": "many"}), json.dumps(whole) + " " * (1 << 17)]
    for text in texts:
        path.write_text(text)
        path.chmod(0o600)
        look.run("configure", "--show", environment={"AEX_LOG": "debug"})
        look.run("cores", environment={"AEX_GLOBAL_API": "http://127.0.0.1:9"})
        look.run("configure", "--api-key-stdin", "--no-check", "--channel", "a", stdin=KEY)


def wrong_addresses(look: Lookout) -> None:
    base = {"MIPS_ATLAS_CONFIG": f"{KEY}:a:b", "AEX_LOG": "debug"}
    secret = SIGNATURE
    for url in (
        f"https://user:{secret}@127.0.0.1:9",
        f"https://127.0.0.1:9/?token={secret}",
        f"http://example.org/?token={secret}",
        f"https://127.0.0.1:9/#{secret}",
        f"ftp://user:{secret}@example.org",
        f"https://127.0.0.1:99999/?{secret}",
        f"https://127.0.0.1:9/a b?{secret}",
        f"//user:{secret}@example.org/",
    ):
        look.run("cores", environment=base | {"AEX_GLOBAL_API": url})
        look.run("configure", "--show", environment=base | {"AEX_GLOBAL_API": url})


def journals(look: Lookout) -> None:
    """Journals as an earlier version, another process or a damaged disk may leave them."""
    whole: dict[str, object] = {"version": 2, "name": "one", "uuid": "u", "core": CORE}
    whole |= {"backend": "cloud", "state": "submitted", "created_ms": 1, "workloads": ["a.elf"]}
    address = f"http://127.0.0.1:9/status?X-Expires=9999999999&sign={SIGNATURE}"
    whole |= {"otp": PASSWORD, "package_url": address, "status_url": address, "result_url": address}
    changes: list[dict[str, object]] = [{}, {"state": "ready"}, {"state": "sealed"}]
    changes += [{"state": PASSWORD[:4]}, {"version": 99}, {"version": 1}, {"name": "../x"}]
    changes += [{"status_url": f"ftp://x?{SIGNATURE}"}, {"status_url": f"http://h/?{SIGNATURE}"}]
    changes += [{"state": "ready", "result_url": f"https://u:{SIGNATURE}@127.0.0.1:9/"}]
    texts = [json.dumps(whole | change) for change in changes]
    texts += [texts[0][:-9], f'"{PASSWORD}"', texts[0].replace("{", "{{", 1)]
    for text in texts:
        folder = look.home / "one"
        folder.mkdir(exist_ok=True)
        (folder / ".job.json").write_text(text)
        (folder / ".job.json").chmod(0o600)
        environment = {"MIPS_ATLAS_CONFIG": f"{KEY}:a:b", "AEX_LOG": "debug"}
        for words in (("jobs",), ("jobs", "--json"), ("resume", "one", "--timeout-s", "5")):
            look.run(*words, environment=environment)
        look.run("resume", "--all", ".", "--timeout-s", "5", environment=environment)
        look.run("cancel", "one", environment=environment)
        look.run("clean", environment=environment)


def proxies_that_fail(look: Lookout) -> None:
    base = {"MIPS_ATLAS_CONFIG": f"{KEY}:a:b", "AEX_LOG": "debug"}
    base["AEX_GLOBAL_API"] = "https://gateway.example"
    for scheme in ("http", "https", "socks4", "socks5", "socks5h", "ftp", "nonsense"):
        for rest in ("127.0.0.1:9", "127.0.0.1:99999", "no-such-host.invalid:1", "[::1", ""):
            address = f"{scheme}://user:{PROXY_PASSWORD}@{rest}"
            look.run("cores", environment=base | {"https_proxy": address})
    look.run("cores", environment=base | {"ALL_PROXY": f"user:{PROXY_PASSWORD}@127.0.0.1:9"})


TESTS: dict[str, Test] = {
    **{f"every_command_{level}": partial(every_command, level) for level in LEVELS},
    **{f"fault_{name}": partial(fault, name) for name in FAULTS},
    "every_verb_misused": every_verb_misused,
    "a_run_that_is_given_up": a_run_that_is_given_up,
    "wrong_keys": wrong_keys,
    "wrong_files": wrong_files,
    "wrong_addresses": wrong_addresses,
    "journals": journals,
    "proxies_that_fail": proxies_that_fail,
    "served_gateway": served_gateway,
}


def perform(name: str, program: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as home:
        look = Lookout(program, Path(home))
        try:
            TESTS[name](look)
        except (AssertionError, OSError, KeyError) as error:
            look.faults.append(f"it broke off: {error!r}")
    return [f"{name}: {fault}" for fault in dict.fromkeys(look.faults)]


def self_check() -> Iterator[str]:
    """A command that tells all it knows must be caught everywhere."""
    with tempfile.TemporaryDirectory() as home:
        look = Lookout(Path("/bin/bash"), Path(home))
        look.run("-c", f"echo {KEY[:-1]}v; sleep 0.2; cat >open; cat", stdin=PASSWORD)
        look.run("-c", f"printf {spellings(KEY)[4].decode()} >hidden; chmod 600 hidden")
        places = " ".join(look.faults)
    for place in ("the key is in the output", "in the process list", "password is in open"):
        if place not in places:
            yield f"a leak was not seen: {place}"
    if "hidden" in places.replace(">hidden", "").replace("600 hidden", ""):
        yield "a file that is its owner's alone was taken for a leak"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--only", default="", help="tests whose name holds this")
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--self-check", action="store_true")
    options = parser.parse_args()
    if options.self_check:
        faults = list(self_check())
    else:
        chosen = [name for name in TESTS if options.only in name]
        task = partial(perform, program=options.program.resolve())
        with ThreadPoolExecutor(options.jobs) as pool:
            faults = [fault for found in pool.map(task, chosen) for fault in found]
    print("\n".join(faults) or "no secret was seen")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
