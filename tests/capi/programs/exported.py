"""The exported symbols: library, version script, headers and the golden list say the same.

After a wanted change: exported.py --accept ..., and read the difference.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

import declarations


def exported(nm: str, library: Path) -> dict[str, str]:
    """Each symbol with its version."""
    command = [nm, "-D", "--defined-only", "--extern-only", str(library)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    names = [line.split()[-1] for line in listed.splitlines() if " A " not in line]
    return {name.split("@")[0]: name.rpartition("@")[2] for name in names}


def mapped(script: Path) -> dict[str, str]:
    text = script.read_text("utf-8")
    found = {}
    for node, body in re.findall(r"(AEX_\S+)\s*\{(.*?)\}", text, re.S):
        found.update(dict.fromkeys(re.findall(r"\b(aex_\w+);", body), node))
    return found


def golden(path: Path) -> dict[str, str]:
    return dict(line.split() for line in path.read_text("utf-8").splitlines())


def differences(name: str, left: dict[str, str], right: dict[str, str]) -> list[str]:
    only_left = [f"{name} lacks {key} {left[key]}" for key in sorted(left.keys() - right.keys())]
    only_right = [f"{name} has {key} {right[key]}" for key in sorted(right.keys() - left.keys())]
    changed = [key for key in sorted(left.keys() & right.keys()) if left[key] != right[key]]
    return only_left + only_right + [f"{name} has {key} {right[key]}" for key in changed]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--nm", required=True)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--map", type=Path, required=True)
    parser.add_argument("--headers", type=Path, required=True)
    parser.add_argument("--golden", type=Path, required=True)
    parser.add_argument("--accept", action="store_true")
    options = parser.parse_args()
    real = exported(options.nm, options.library)
    if options.accept:
        lines = [f"{name} {version}\n" for name, version in sorted(real.items())]
        options.golden.write_text("".join(lines), encoding="utf-8")
    found = differences(options.golden.name, real, golden(options.golden))
    found += differences(options.map.name, real, mapped(options.map))
    declared = {function.name for function in declarations.functions(options.headers)}
    found += [f"no header declares {name}" for name in sorted(real.keys() - declared)]
    found += [f"the library lacks {name}" for name in sorted(declared - real.keys())]
    found += declarations.without_since(options.headers)
    layout = (Path(__file__).parent / "layout.c").read_text("utf-8")
    seen = declarations.structures(options.headers)
    found += [f"layout.c leaves out {name}" for name in seen if f"\n{name} " not in layout]
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
