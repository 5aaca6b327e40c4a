"""Measures the stages of the line against the old client and other tools, on one input.

    bench.py BUILD FOLDER [--usual BUILD] [--python PYTHON] [--rounds N] [--write PAGE]

BUILD is the build folder with aex_stages, the command and the Python package; FOLDER holds `large`
(make_large_program.sh). `--usual` names a build with the default libraries, of which aex_stages
is enough, for the rows that others make faster. Runs are interleaved;
the table shows medians of the wall time and the largest memory of any run.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import whole_line
from rows import HERE, Row, Way

PACK_BYTES = 100_000_000
USUAL = "atlasexplorer, 4 threads, default libraries"


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


def package_rows(stages: str, usual: str | None, python: str, folder: Path) -> list[Row]:
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
    if usual:
        pack.insert(2, Way(USUAL, [usual, "pack", "4", out, part]))
        unpack.insert(2, Way(USUAL, [usual, "unpack", "4", sealed, out]))
    return [
        Row(
            "tar.gz + encrypt 100 MB",
            pack,
            "12× (4 threads), 3.5× (1); ≤ 40 MiB",
            "deflate, for which AEX_LIBDEFLATE stands; then AES-GCM",
            PACK_BYTES,
            (out,),
        ),
        Row(
            "decrypt + unpack 100 MB",
            unpack,
            "4×; ≤ 24 MiB",
            "inflate, one stream, two thirds of the time (libdeflate, with all of it in memory, "
            "would be a tenth faster); before it scrypt and the decryption, a tenth each; after it "
            "the disk. AEX_ISAL halves the first",
            PACK_BYTES,
            (out,),
        ),
    ]


def page(rows: list[Row], rounds: int, load: float) -> str:
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    is_first = os.sched_getscheduler(0) != os.SCHED_OTHER
    priority = ", which real-time priority kept out of the way" if is_first else ""
    text = [
        "# Performance",
        "",
        "Made by `./dev bench`; do not edit. The old client's stages are re-created by",
        "`tests/bench/line/old_client.py` with its libraries. Runs are interleaved; the table",
        f"shows medians of {rounds} runs and the largest memory of any. A ratio says how many",
        "times as long as the first way the others took.",
        "",
        f"Machine: {model}, {os.cpu_count()} processors; load when it began {load:.1f}{priority}.",
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
    parser.add_argument("build", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--usual", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    load = os.getloadavg()[0]
    stages, command = (str(given.build / "bin" / name) for name in ("aex_stages", "atlasexplorer"))
    rows = debug_rows(stages, given.python, str(given.folder / "large"))
    usual = str(given.usual / "bin" / "aex_stages") if given.usual else None
    rows += package_rows(stages, usual, given.python, given.folder)
    for row in rows:
        row.measure(given.rounds)
    package = str(given.build / "python")
    rows += whole_line.measure(command, given.python, package, given.folder, given.rounds)
    if given.write:
        given.write.write_text(page(rows, given.rounds, load), "utf-8")


if __name__ == "__main__":
    main()
