"""The same promise as silent.py, asked of the objects that the compiler made."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

_PRINTS = r"_*(?:v?f?printf|f?puts|f?putchar|putc|perror)(?:_chk|_unlocked)?|std(?:out|err)"
_STREAMS = r"_ZSt4(?:cout|cerr|clog)"
_ENDS = r"(?:quick_)?exit|_Exit|abort"
FORBIDDEN = re.compile(f"^(?:{_PRINTS}|{_STREAMS}|{_ENDS})$")
# What an object calls to have a destructor run at the end of the process.
DESTROYS = re.compile(r"^(?:__cxa_(?:thread_)?)?atexit$")
OUTSIDE_OS = re.compile(r"^(?:secure_)?getenv$|^_exit$")


def undefined(nm: str, *arguments: str) -> list[str]:
    """The names that an object or a shared library takes from others."""
    run = subprocess.run([nm, "-u", *arguments], capture_output=True, text=True, check=True)
    names = (line.split()[-1] for line in run.stdout.splitlines() if line.strip())
    return [name.split("@")[0] for name in names]


def faults(nm: str, path: Path) -> list[str]:
    is_library = ".so" in path.suffixes
    is_free = is_library or "/aex_core.dir/os/" in f"/{path.parent}/"
    names = undefined(nm, *(["-D"] if is_library else []), str(path))
    bad = [n for n in names if FORBIDDEN.match(n) or (OUTSIDE_OS.match(n) and not is_free)]
    bad += [] if is_library else [name for name in names if DESTROYS.match(name)]
    return [f"{path}: takes {name}" for name in bad]


def self_check(nm: str, compiler: str, folder: Path) -> list[str]:
    """Every call of the bad sample must be seen, and snprintf must pass."""
    calls = {
        "puts": 'puts("a")',
        "abort": "abort()",
        "getenv": 'getenv("A")',
        "destroys": "static S s",
    }
    folder.mkdir(parents=True, exist_ok=True)
    missed = []
    for name, call in {**calls, "snprintf": 'snprintf(b, 9, "%d", rand())'}.items():
        head = "#include <stdio.h>\n#include <stdlib.h>\nchar b[9];\nstruct S { ~S(); };\n"
        text = f"{head}void f() {{ {call}; }}\n"
        (folder / f"{name}.cpp").write_text(text, encoding="utf-8")
        made = folder / f"{name}.o"
        subprocess.run([compiler, "-c", "-o", made, folder / f"{name}.cpp"], check=True)
        if bool(faults(nm, made)) != (name in calls):
            missed.append(f"{name}: judged wrongly")
    return missed


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--nm", required=True)
    parser.add_argument("--objects", type=Path, help="a file with one path a line")
    parser.add_argument("--libraries", type=Path, help="the folder of the shared libraries")
    parser.add_argument("--self-check", nargs=2, metavar=("COMPILER", "FOLDER"))
    options = parser.parse_args()
    if options.self_check:
        compiler, folder = options.self_check
        found = self_check(options.nm, compiler, Path(folder))
    else:
        lines = options.objects.read_text("utf-8").split("\n")
        paths = [Path(line) for line in lines if line.endswith(".o")]  # not precompiled headers
        if options.libraries:
            paths += sorted(p for p in options.libraries.glob("lib*.so") if p.is_file())
        found = [line for path in paths for line in faults(options.nm, path)]
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
