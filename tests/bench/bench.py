"""Measures the stages of the line against the old client and other tools, on one input.

    bench.py STAGES FOLDER [--python PYTHON] [--rounds N] [--write PAGE]

STAGES is the built aex_stages, FOLDER holds `large` (make_large_program.sh). Runs are interleaved;
the table shows medians of the wall time and the largest memory of any run.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACK_BYTES = 100_000_000


@dataclass
class Way:
    """One way to do what a row is about."""

    name: str
    command: list[str]
    seconds: list[float] = field(default_factory=list)
    peak_kib: int = 0

    def run(self) -> None:
        begin = time.monotonic()
        self.perform(self.command)
        self.seconds.append(time.monotonic() - begin)

    def weigh(self) -> None:
        """Measures by time(1): what Python itself starts inherits Python's peak."""
        note = Path("/tmp") / f"bench-{os.getpid()}"
        self.perform(["/usr/bin/time", "-f", "%M", "-o", str(note), *self.command])
        self.peak_kib = int(note.read_text().split()[-1])
        note.unlink()

    def perform(self, command: list[str]) -> None:
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            sys.exit(f"bench: {self.name} failed: {' '.join(self.command)}")

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass
class Row:
    """What is done, by us first and by whom it is compared with."""

    title: str
    ways: list[Way]
    target: str
    bound: str
    work_bytes: int = 0
    clean: tuple[str, ...] = ()

    def measure(self, rounds: int) -> None:
        for _ in range(rounds):
            for way in self.ways:
                self.remove_output()
                way.run()
        for way in self.ways:
            self.remove_output()
            way.weigh()

    def remove_output(self) -> None:
        for path in self.clean:
            shutil.rmtree(path, ignore_errors=True)
            Path(path).unlink(missing_ok=True)
            Path(path + ".tar.gz").unlink(missing_ok=True)

    def lines(self) -> list[str]:
        ours = self.ways[0]
        lines = []
        for way in self.ways:
            ratio = "" if way is ours else f"{way.median / ours.median:.1f}×"
            speed = f"{self.work_bytes / way.median / 1e6:.0f} MB/s" if self.work_bytes else ""
            title, target = (self.title, self.target) if way is ours else ("", "")
            memory = f"{way.peak_kib / 1024:.0f} MiB"
            cells = [title, way.name, f"{way.median:.4f} s", speed, memory, ratio, target]
            lines.append(f"| {' | '.join(cells)} |")
        return lines


def tool(*names: str) -> str | None:
    return next((path for path in map(shutil.which, names) if path), None)


def build_libdw(folder: Path) -> str | None:
    """The same list by elfutils, where its headers are installed."""
    program = str(folder / "libdw_sources")
    source = str(HERE / "libdw_sources.c")
    command = ["cc", "-O2", source, "-ldw", "-o", program]
    return program if subprocess.run(command, capture_output=True).returncode == 0 else None


def debug_rows(stages: str, python: str, large: str) -> list[Row]:
    dump = tool("llvm-dwarfdump-14", "llvm-dwarfdump")
    lists = [Way("atlasexplorer", [stages, "sources", large])]
    decodes = [Way("atlasexplorer", [stages, "lines", large])]
    lists.append(Way("old client", [python, str(HERE / "old_client.py"), "sources", large]))
    if libdw := build_libdw(Path(large).parent):
        lists.append(Way("libdw", [libdw, large]))
    if dump:
        decodes.append(Way("llvm-dwarfdump", [dump, "--debug-line", large]))
    return [
        Row(
            "source list",
            lists,
            "250× the old client, 5× libdw; ≤ 24 MiB",
            "headers of units, read in windows",
        ),
        Row("address → line index", decodes, "3×", "one pass over .debug_line"),
    ]


def package_rows(stages: str, python: str, folder: Path) -> list[Row]:
    script = str(HERE / "old_client.py")
    part = str(folder / "part")
    subprocess.run(f"head -c {PACK_BYTES} '{folder / 'large'}' >'{part}'", shell=True, check=True)
    plain, sealed, out = (str(folder / name) for name in ("result.tar.gz", "result", "out"))
    subprocess.run(["tar", "-C", str(folder), "-czf", plain, "part"], check=True)
    subprocess.run([python, script, "seal", plain, sealed], check=True)
    pack = [
        Way("atlasexplorer, 4 threads", [stages, "pack", "4", out, part]),
        Way("atlasexplorer, 1 thread", [stages, "pack", "1", out, part]),
        Way("old client", [python, script, "pack", out, part]),
    ]
    unpack = [
        Way("atlasexplorer, 4 threads", [stages, "unpack", "4", sealed, out]),
        Way("atlasexplorer, 1 thread", [stages, "unpack", "1", sealed, out]),
        Way("old client", [python, script, "unpack", sealed, out]),
    ]
    return [
        Row(
            "tar.gz + encrypt 100 MB",
            pack,
            "12× (4 threads), 3.5× (1); ≤ 40 MiB",
            "deflate; then AES-GCM",
            PACK_BYTES,
            (out,),
        ),
        Row(
            "decrypt + unpack 100 MB",
            unpack,
            "4×; ≤ 24 MiB",
            "inflate, one stream",
            PACK_BYTES,
            (out,),
        ),
    ]


def page(rows: list[Row], rounds: int) -> str:
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    load = os.getloadavg()[0]
    text = [
        "# Performance",
        "",
        "Made by `./dev bench`; do not edit. The old client's stages are re-created by",
        "`tests/bench/old_client.py` with its libraries. Runs are interleaved; the table shows",
        f"medians of {rounds} runs and the largest memory of any. A ratio says how many times as",
        "long as the first way the others took.",
        "",
        f"Machine: {model}, {os.cpu_count()} processors; load when it began {load:.1f}.",
        "",
        "| what | by | time | speed | memory | ratio | target |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for row in rows:
        text += row.lines()
    text += ["", "What bounds each row:", ""]
    text += [f"- {row.title}: {row.bound}." for row in rows]
    return "\n".join(text) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stages")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    rows = debug_rows(given.stages, given.python, str(given.folder / "large"))
    rows += package_rows(given.stages, given.python, given.folder)
    for row in rows:
        row.measure(given.rounds)
        print("\n".join(row.lines()), flush=True)
    if given.write:
        given.write.write_text(page(rows, given.rounds), "utf-8")


if __name__ == "__main__":
    main()
