"""The gateway of our own under watch: its log, its list of arguments, its folder, its clients."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from lookout import CORE, KEY, PROXY_PASSWORD, Lookout

READY = "gateway ready at "


def served_gateway(look: Lookout) -> None:
    elf = look.workload()
    settings = {"PATH": os.environ["PATH"], "HOME": str(look.home), "AEX_LOG": "debug"}
    words = ("serve", "--listen", "127.0.0.1:0", "--data", str(look.home / "data"))
    process = subprocess.Popen(
        [str(look.program), *words, "--api-key", KEY],
        env=settings | {"AEX_GATEWAY_API_KEYS": PROXY_PASSWORD},
        stdout=subprocess.PIPE,
        stderr=(look.home / "log").open("wb"),
        umask=0,
    )
    assert process.stdout is not None
    url = process.stdout.readline().decode().removeprefix(READY).strip()
    arguments = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    look.search(arguments, "the process list, by serve")
    if url.encode() == b"" or b"--api-key" not in arguments:
        look.faults.append(f"serve is not there: {url} {arguments!r}")
    for key in (KEY, PROXY_PASSWORD, "wrong" + KEY):
        given = {"MIPS_ATLAS_CONFIG": f"{key}:local:local", "AEX_GLOBAL_API": url}
        given["AEX_LOG"] = "debug"
        look.run("cores", environment=given)
        look.run("run", "--core", CORE, "--name", key[:9], elf, environment=given)
        look.run("run", "--core", "none", "--name", "none", elf, environment=given)
        look.learn(key[:9])
    process.send_signal(signal.SIGTERM)
    process.communicate()
    look.search((look.home / "log").read_bytes(), "the gateway's log")
    for path in sorted((look.home / "data").rglob("*")):
        if path.is_file() and path.stat().st_mode & 0o077:
            look.faults.append(f"others may read {path.relative_to(look.home)} of the gateway")
