"""What the shape checks share: the project's files, C++ text without its comments, and a runner.

A check is a function from the project's root to a list of findings. Each comes with a small bad
tree and the findings that it must cause there, so that `--self-check` proves that it can fail.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

Check = Callable[[Path], list[str]]

SKIPPED = {".git", ".venv", ".mypy_cache", ".ruff_cache", "build", "dist", "__pycache__"}
CPP = {".c", ".cpp", ".h", ".hpp"}
TOP = ("capi", "cli", "gateway", "examples")

_TOKEN = re.compile(
    r"""(?P<raw>R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)")
      | (?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<text>"(?:\\.|[^"\\\n])*"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')""",
    re.DOTALL | re.VERBOSE,
)


def walk(root: Path, *folders: str) -> Iterator[Path]:
    """Files below the folders of root, or below root itself; sorted, generated ones left out."""
    for start in [root / folder for folder in folders] or [root]:
        for here, names, files in os.walk(start):
            names[:] = sorted(n for n in names if n not in SKIPPED and not n.endswith(".egg-info"))
            if any((Path(here) / mark).exists() for mark in ("CMakeCache.txt", "pyvenv.cfg")):
                names[:] = []
                continue
            yield from (Path(here) / name for name in sorted(files) if name not in SKIPPED)


def sources(root: Path, *folders: str) -> Iterator[Path]:
    """The C and C++ files among them."""
    return (path for path in walk(root, *folders) if path.suffix in CPP)


def relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def code(text: str, keep_strings: bool = False) -> str:
    """C++ text with comments (and the insides of literals) blanked; lines stay where they are."""

    def blank(match: re.Match[str]) -> str:
        whole = match.group(0)
        if match.group("comment") is None and keep_strings:
            return whole
        lines = "\n" * whole.count("\n")
        return lines or " " if match.group("comment") is not None else '""' + lines

    return _TOKEN.sub(blank, text)


def numbered(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(text.splitlines(), start=1)


def _plant(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _self_check(check: Check, bad: Mapping[str, str], expected: Sequence[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _plant(root, bad)
        found = check(root)
    missed = [f"not found in the bad sample: {text}" for text in expected]
    missed = [line for line, text in zip(missed, expected) if not any(text in f for f in found)]
    if len(found) != len(expected):
        missed.append(f"{len(expected)} findings expected in the bad sample, got {found}")
    return missed


def main(check: Check, bad: Mapping[str, str], expected: Sequence[str]) -> None:
    """Runs the check over the project, or over its bad sample; exits with 1 if it finds a fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument("--self-check", action="store_true")
    options = parser.parse_args()
    findings = _self_check(check, bad, expected) if options.self_check else check(options.root)
    for line in findings:
        print(line)
    sys.exit(1 if findings else 0)
