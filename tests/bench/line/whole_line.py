"""Rows of the whole line: a run against a gateway on this machine, many at once, and starts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rows import HERE, Row, Way

CORE, KEY = "I8500_(1_thread)", "0123456789abcdef"
RUNS, LATENCY_MS, PROGRAM_BYTES = 200, 50, 24 * 1024
OLD_CLIENT = str(HERE / "old_client.py")

USED = "from atlasexplorer import AtlasExplorer, Experiment"
# One client makes them all; RUNS at once.
MANY = f"""
import asyncio, sys
from atlasexplorer import Client, aio
elf, folder = sys.argv[1:]
async def run_all():
    async with aio.Client(Client(), connections={RUNS}) as client:
        await asyncio.gather(*(
            client.experiment(elf, core="{CORE}", directory=folder, name=f"run{{i}}").run()
            for i in range({RUNS})))
asyncio.run(run_all())
"""


def write_program(path: Path) -> None:
    """A workload of the size that most have, with bytes at its end that do not compress."""
    program = (HERE.parents[2] / "examples" / "workloads" / "fractal.elf").read_bytes()
    path.write_bytes(program + os.urandom(PROGRAM_BYTES - len(program)))


@contextmanager
def gateway(command: list[str]) -> Iterator[str]:
    """A gateway that prints its address first, and settings that lead to it."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        url = next(word for word in child.stdout.readline().split() if word.startswith("http"))
        os.environ.update(AEX_GLOBAL_API=url, MIPS_ATLAS_CONFIG=f"{KEY}:development:us-west-2")
        yield url
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def serve(command: str, data: str, port: int) -> list[str]:
    """Results as the service and the old client have them: v1."""
    words = [command, "serve", "--listen", f"127.0.0.1:{port}", "--data", data]
    words += ["--channel", "development:us-west-2", "--max-queue", str(RUNS)]
    return [*words, "--result-format", "v1"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@contextmanager
def distant_gateway(command: str, data: str) -> Iterator[str]:
    """The same gateway, LATENCY_MS away: every answer takes so much longer."""
    port, near = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    script = [sys.executable, str(HERE / "latency.py"), str(port), str(near), str(LATENCY_MS)]
    distance = subprocess.Popen(script)
    try:
        with gateway([*serve(command, data, near), "--public-url", url]):
            os.environ["AEX_GLOBAL_API"] = url
            time.sleep(1)
            yield url
    finally:
        distance.kill()
        distance.wait()


def run_row(command: str, python: str, elf: str, out: str, url: str) -> Row:
    ours = [command, "run", "--core", CORE, "--expdir", out, "--name", "run", elf]
    old = [python, OLD_CLIENT, "run", url, KEY, CORE, elf, f"{out}/run"]
    return Row(
        f"run of a {round(Path(elf).stat().st_size / 1024)} KiB program, idle gateway",
        [Way("atlasexplorer", ours), Way("old client", old)],
        "40×",
        "scrypt (33 ms), by which the gateway derives its key while it simulates, and the client "
        "its own; then the start of libcurl and its thirty libraries (7 ms), the first use of "
        "OpenSSL (3 ms), and sixteen files that are waited for until they are on the disk",
        clean=(out,),
    )


def start_rows(command: str, python: str, package: str) -> list[Row]:
    bare = [python, "-c", "pass"]
    with_ours = {"PYTHONPATH": package}
    return [
        Row(
            "import of the Python package, over bare Python",
            [
                Way("atlasexplorer", [python, "-c", USED], with_ours, over=bare),
                Way("old client", [python, OLD_CLIENT, "import"], over=bare),
            ],
            "10×",
            "the extension module and what it links",
        ),
        Row(
            "start of the command",
            [Way("atlasexplorer --version", [command, "--version"]), Way("true", ["/bin/true"])],
            "≤ 5 ms",
            "the dynamic linker",
        ),
    ]


def many_row(python: str, package: str, elf: str, out: str, url: str) -> Row:
    """The old client's runs are those without the latency, at `url`."""
    old = [python, OLD_CLIENT, "run", url, KEY, CORE, elf, f"{out}/run"]
    return Row(
        f"{RUNS} runs, {LATENCY_MS} ms to the gateway",
        [
            Way("atlasexplorer, at once", [python, "-c", MANY, elf, out], {"PYTHONPATH": package}),
            Way(f"old client, without the {LATENCY_MS} ms: one run, times {RUNS}", old, times=RUNS),
        ],
        "100×",
        "the processors, which the gateway shares: scrypt on both sides is a third of the work; "
        "the system another, for forty files of each run and a process for its guest: ext4 without "
        "a journal passes over every inode freed in the last minute when it makes a file",
        clean=(out,),
    )


def measure(command: str, python: str, package: str, folder: Path, rounds: int) -> list[Row]:
    """`command` is the built command, `package` the folder of the built Python package."""
    elf, out, data = (str(folder / name) for name in ("small.elf", "runs", "gateway"))
    os.environ["AEX_GATEWAY_API_KEYS"] = KEY
    write_program(Path(elf))
    rows = start_rows(command, python, package)
    for row in rows:
        row.measure(rounds)
    with gateway(serve(command, data, 0)) as url:
        time.sleep(1)
        rows.append(run_row(command, python, elf, out, url))
        rows[-1].measure(rounds)
        with distant_gateway(command, f"{data}2"):
            rows.append(many_row(python, package, elf, out, url))
            rows[-1].measure(rounds)
    for folder_of_gateway in (data, f"{data}2"):
        shutil.rmtree(folder_of_gateway, ignore_errors=True)
    return rows
