"""Every header compiles alone, twice over, without exceptions; those of C as C99, C11 and C++."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import tree

STRICT = ["-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-pedantic-errors", "-Werror"]
PUBLIC_C = "capi/include"
# Headers that need another library, and where that has its own.
BRIDGES = {"capi/files/libelfin.hpp": Path("/usr/include/libelfin")}
THROWING = "atlasexplorer/throwing.hpp"


class Case(NamedTuple):
    header: str
    compiler: str
    flags: tuple[str, ...]


def cases(root: Path, c: str, cxx: str) -> list[Case]:
    found = []
    for path in tree.sources(root, "lib", "capi", "cli", "gateway"):
        name = tree.relative(path, root)
        if name.startswith(PUBLIC_C):
            found += [
                Case(name, c, ("-xc", "-std=c99")),
                Case(name, c, ("-xc", "-std=c11")),
                Case(name, cxx, ("-xc++", "-std=c++17")),
            ]
        elif name in BRIDGES:
            if BRIDGES[name].exists():
                found.append(Case(name, cxx, ("-xc++", "-std=c++11", f"-isystem{BRIDGES[name]}")))
        elif path.suffix == ".hpp":
            bare = () if name.endswith(THROWING) else ("-fno-exceptions", "-fno-rtti")
            found.append(Case(name, cxx, ("-xc++", "-std=c++17", *bare)))
    return found


def compile_alone(root: Path, case: Case) -> str:
    """The compiler's complaint, or nothing."""
    folders = [root / "lib", root / "lib/include", root / PUBLIC_C, root]
    folders += [root / case.header.split("/")[0]]
    paths = [flag for folder in folders for flag in ("-I", str(folder))]
    # A second inclusion shows a missing guard, the typedef keeps C from seeing an empty unit.
    text = f'#include "{root / case.header}"\n' * 2 + "typedef int aex_not_empty;\n"
    command = [case.compiler, *case.flags, *STRICT, *paths, "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True)
    return f"{case.header} ({' '.join(case.flags)}):\n{run.stderr}" if run.returncode else ""


def check(root: Path, c: str, cxx: str, below: str = "") -> list[str]:
    todo = [case for case in cases(root, c, cxx) if case.header.startswith(below)]
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        complaints = pool.map(lambda case: compile_alone(root, case), todo)
        return [complaint for complaint in complaints if complaint]


BAD = {
    "lib/base/whole.hpp": "#pragma once\n#include <string>\nstruct A { std::string a; };\n",
    "lib/base/lacking.hpp": "#pragma once\nstruct B { std::string b; };\n",
    "lib/base/unguarded.hpp": "struct C {};\n",
    "capi/include/atlasexplorer/c.h": "#pragma once\nstatic inline int f(int x) { return x; }\n"
    "enum class not_c { a };\n",
}
# The enum class is right C++ and wrong in both C's.
EXPECTED = ["lib/base/lacking.hpp", "lib/base/unguarded.hpp", "-std=c99", "-std=c11"]


def self_check(c: str, cxx: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in BAD.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        found = check(Path(folder), c, cxx)
    missed = [text for text in EXPECTED if not any(text in line for line in found)]
    return missed if len(found) == len(EXPECTED) else [*missed, *found]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument("--c", required=True)
    parser.add_argument("--cxx", required=True)
    parser.add_argument("--public", action="store_true", help="those of the C interface alone")
    parser.add_argument("--self-check", action="store_true")
    options = parser.parse_args(arguments)
    if options.self_check:
        found = self_check(options.c, options.cxx)
    else:
        below = PUBLIC_C if options.public else ""
        found = check(options.root, options.c, options.cxx, below)
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
