"""Replays transcripts: commands with what they must print and the status they must end with.

A transcript is a text file. Each line begins with a mark:

    $ a command for bash, run in a folder of its own that is the home folder too
    > its next line
    | a line of its stdout
    ! a line of its stderr
    = its exit status, if that is not 0
    @gateway OPTIONS   starts `serve` for the commands that follow
    @workload          copies the smallest example workload to good.elf
    # a comment

In an expected line `{*}` stands for any text and `{N}` for a number; {HOME} is written for the
folder and {URL} for the gateway's address. --accept rewrites what differs. Commands see
atlasexplorer on the PATH and SOURCE, the project's root, and no other setting.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from served_gateway import Gateway

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 120
SKIPPED = 77
# Under qemu-user, through tests/CMakeLists.txt's launchers, guests cannot be confined whole.
OF_THE_EMULATOR = re.compile(r"[!|] \S+ warning no filter of system calls here: .*")


@dataclass
class Step:
    """One command, its comments before it, and the lines that belong to it."""

    before: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)


def read(path: Path) -> list[Step]:
    steps = [Step()]
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("$ ") or not line or line[0] in "#@":
            if steps[-1].command:
                steps.append(Step())
            (steps[-1].command if line.startswith("$ ") else steps[-1].before).append(line)
        else:
            (steps[-1].command if line.startswith("> ") else steps[-1].expected).append(line)
    return steps


def write(path: Path, steps: list[Step]) -> None:
    lines = (line for step in steps for line in step.before + step.command + step.expected)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def pattern(line: str) -> re.Pattern[str]:
    parts = {"{*}": ".*", "{N}": r"[0-9][0-9,]*"}
    pieces = re.split(r"(\{\*\}|\{N\})", line)
    return re.compile("".join(parts.get(piece) or re.escape(piece) for piece in pieces))


def reconcile(expected: list[str], actual: list[str]) -> list[str]:
    """The actual lines, but where one fits an expected pattern, that pattern."""
    rest = list(expected)
    merged = []
    for line in actual:
        fits = next((i for i, want in enumerate(rest) if pattern(want).fullmatch(line)), None)
        merged.append(line if fits is None else rest[fits])
        if fits is not None:
            del rest[: fits + 1]
    return merged


def run(command: list[str], folder: Path, environment: dict[str, str]) -> list[str]:
    script = "umask 022\n" + "\n".join(line[2:] for line in command)
    ended = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    lines = [f"| {line}".rstrip() for line in ended.stdout.decode().splitlines()]
    lines += [f"! {line}".rstrip() for line in ended.stderr.decode().splitlines()]
    return lines + ([f"= {ended.returncode}"] if ended.returncode else [])


def smallest_workload() -> Path:
    paths = list((ROOT / "examples/workloads").glob("*.elf"))
    if not paths:
        print("skipped: examples/workloads holds no ELF file")
        sys.exit(SKIPPED)
    return min(paths, key=lambda path: path.stat().st_size)


class Replay:
    """One transcript in a scratch folder."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program = program
        self.folder = folder
        self.gateways: list[Gateway] = []
        self.environment = {
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "SOURCE": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "no_proxy": "*",
        }

    def prepare(self, lines: list[str]) -> None:
        for line in lines:
            if line.startswith("@gateway"):
                self.gateways.append(Gateway(self.program, line.split()[1:]))
                self.environment["AEX_GLOBAL_API"] = self.gateways[-1].url
                self.environment["KEY"] = self.gateways[-1].key
            elif line == "@workload":
                (self.folder / "good.elf").write_bytes(smallest_workload().read_bytes())
            elif line.startswith("@"):
                sys.exit(f"unknown: {line}")

    def differences(self, steps: list[Step]) -> Iterator[str]:
        for step in steps:
            self.prepare(step.before)
            if not step.command:
                continue
            wanted = step.expected
            lines = run(step.command, self.folder, self.environment)
            if self.program.parent.name == "launchers":
                lines = [line for line in lines if not OF_THE_EMULATOR.fullmatch(line)]
            step.expected = reconcile(wanted, [self.general(line) for line in lines])
            if wanted != step.expected:
                yield "\n".join(step.command)
                names = ("expected", "actual")
                yield from difflib.unified_diff(wanted, step.expected, *names, lineterm="")

    def general(self, line: str) -> str:
        """The line without what differs from run to run."""
        for gateway in self.gateways:
            line = line.replace(gateway.url, "{URL}")
        return line.replace(str(self.folder), "{HOME}")

    def close(self) -> list[str]:
        return [fault for gateway in self.gateways for fault in gateway.stop()]


def replay(path: Path, program: Path, accept: bool) -> list[str]:
    steps = read(path)
    with tempfile.TemporaryDirectory() as name:
        state = Replay(program, Path(name))
        try:
            found = list(state.differences(steps))
        finally:
            faults = state.close()
    if found and accept:
        write(path, steps)
        found = []
    return found + faults


BAD = "$ echo out; echo err >&2; exit 3\n| out {*}\n! err\n\n$ true\n= 1\n\n$ echo 12\n| {N}\n"


def self_check(program: Path) -> list[str]:
    """A transcript with two faults must be found to have them, and only them."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "bad.txt"
        path.write_text(BAD, encoding="utf-8")
        found = replay(path, program, accept=False)
    wanted = ["-| out {*}", "+| out", "+= 3", "-= 1"]
    shown = [line for line in found if line[:2] in ("-|", "+|", "+=", "-=", "+!", "-!")]
    return [] if shown == wanted else ["the bad transcript was judged so:", *found]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--accept", action="store_true", help="rewrite what differs")
    parser.add_argument("--self-check", action="store_true")
    parser.add_argument("transcripts", type=Path, nargs="*")
    options = parser.parse_args()
    program = options.program.resolve()
    found = self_check(program) if options.self_check else []
    for path in options.transcripts:
        found += replay(path, program, options.accept)
    print("\n".join(found))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
