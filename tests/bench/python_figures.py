"""What the Python package costs, and how fast it lets go. Prints a table.

    PYTHONPATH=build/dev/python:tests/python build/venv-python/bin/python \\
        tests/bench/python_figures.py [--check] [FIGURE...]

With ``--check`` the exit status is 1 when a figure is over its budget.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from atlasexplorer import Client, aio
from conftest import CORE, FOR_EVER, KEY, Gateway, write_elf

IMPORTS = (
    "import atlasexplorer",
    "from atlasexplorer import AtlasExplorer, Experiment",
    "from atlasexplorer import Client, Report",
    "from atlasexplorer import aio",
)
MAX_IMPORT_MS, MAX_IMPORT_MIB, MAX_CTRL_C_MS = 25.0, 12.0, 200.0
RUNS, LATENCY_MS = 100, 50

Figure = tuple[str, float, str, float]
"""What, how much, its unit, and the budget."""

PEAK = """
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""
CTRL_C = """
import os, signal, sys, threading, time
from atlasexplorer import Client
url, elf, key, name, delay_s = sys.argv[1:]
place = {"api_key": key, "channel": "development", "region": "us-west-2", "global_api": url}
client = Client(**place) if url else Client(backend="local")
pressed = []
def press():
    time.sleep(float(delay_s))
    pressed.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=press, daemon=True).start()
try:
    client.experiment(elf, core="I8500_(1_thread)", name=name).run()
except KeyboardInterrupt:
    print(1000 * (time.monotonic() - pressed[0]))
"""


def python(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout


def milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def elapsed_ms(program: str) -> float:
    return milliseconds(lambda: python(program))


def imports() -> Iterator[Figure]:
    """Over bare Python: the median of the differences of 31 pairs."""
    for program in IMPORTS:
        python(program)
        pairs = (elapsed_ms(program) - elapsed_ms("pass") for _ in range(31))
        budget = MAX_IMPORT_MS if "aio" not in program else float("inf")
        yield program, statistics.median(pairs), "ms", budget


def memory() -> Iterator[Figure]:
    """Peak resident memory over that of bare Python."""
    bare = float(python(PEAK))
    for program in IMPORTS:
        mib = (float(python(f"{program}\n{PEAK}")) - bare) / 1024
        yield program, mib, "MiB", MAX_IMPORT_MIB if "aio" not in program else float("inf")


def ctrl_c() -> Iterator[Figure]:
    """From the signal to the exception, at several moments of a run."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        elf = str(write_elf(Path("app.elf").absolute()))
        loop = str(write_elf(Path("loop.elf").absolute(), FOR_EVER))
        gateways = {
            fault: Gateway("--fault", fault) for fault in ("pending-for-ever", "hang-status")
        }
        cases = [(fault, gateway.url, elf) for fault, gateway in gateways.items()]
        for case, url, program in [*cases, ("local engine", "", loop)]:
            for delay_s in ("0.3", "0.75", "1.5"):
                name = f"{case} {delay_s}".replace(" ", "_")
                taken = float(python(CTRL_C, url, program, KEY, name, delay_s))
                yield f"{case}, after {delay_s} s", taken, "ms", MAX_CTRL_C_MS
        for gateway in gateways.values():
            gateway.stop()


def many() -> Iterator[Figure]:
    """A hundred runs against a gateway that takes 50 ms for each answer."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        elf = str(write_elf(Path("app.elf").absolute()))
        gateway = Gateway("--latency-ms", str(LATENCY_MS), "--pending", "0", "--not-yet-count", "0")
        client = gateway.client()
        one_by_one = milliseconds(lambda: _serial(client, elf, RUNS // 5)) * 5
        at_once = milliseconds(lambda: asyncio.run(_concurrent(client, elf)))
        assert gateway.complaints == []
        gateway.stop()
    yield f"{RUNS} runs one after another (20, times 5)", one_by_one, "ms", float("inf")
    yield f"{RUNS} runs at once", at_once, "ms", one_by_one / 3


def _serial(client: Client, elf: str, runs: int) -> None:
    for number in range(runs):
        client.experiment(elf, core=CORE, name=f"serial{number}").run()


async def _concurrent(client: Client, elf: str) -> None:
    async with aio.Client(client) as many_client:
        runs = (many_client.experiment(elf, core=CORE, name=f"run{i}").run() for i in range(RUNS))
        await asyncio.gather(*runs)


FIGURES = {"imports": imports, "memory": memory, "ctrl_c": ctrl_c, "many": many}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("figure", nargs="*", default=list(FIGURES), metavar="|".join(FIGURES))
    options = parser.parse_args()
    os.environ["no_proxy"] = "127.0.0.1"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    is_over = False
    with tempfile.TemporaryDirectory() as compiled:
        os.environ["PYTHONPYCACHEPREFIX"] = compiled
        for name in options.figure:
            is_over |= show(name, FIGURES[name]())
    return 1 if options.check and is_over else 0


def show(name: str, figures: Iterator[Figure]) -> bool:
    is_over = False
    for what, amount, unit, budget in figures:
        is_over |= amount > budget
        limit = f"(at most {budget:.0f})" if budget != float("inf") else ""
        print(f"{name:8} {what:54} {amount:9.1f} {unit:4} {limit}", flush=True)
    return is_over


if __name__ == "__main__":
    sys.exit(main())
