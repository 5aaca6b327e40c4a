"""The size budgets of docs/architecture.md. There are no exceptions but .def tables."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
from pathlib import Path

import tree

FILE_MEDIAN, FILE_P90, FILE_MAX = 120, 300, 400
FUNCTION_MEDIAN, FUNCTION_P90, FUNCTION_MAX = 6, 20, 50
COLUMNS = 100
FOLDER_ENTRIES, FOLDER_DEPTH = 15, 3

PRODUCT = ("lib", "capi", "cli", "gateway", "bindings", "python", "examples")
SCRIPTS = {"dev", ".ci/run", ".ci/cross"}
# Folders that hold one folder a layer, or the packages that the old client had: these count by
# what else they hold.
LAYERED = ("lib", "tests", "python/atlasexplorer")
# Inputs of the fuzz targets are data: a folder a target.
DATA = "tests/fuzz/corpus"


def percentile(values: list[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def is_source(path: Path, root: Path) -> bool:
    return path.suffix in tree.CPP | {".py", ".sh"} or tree.relative(path, root) in SCRIPTS


def check_columns(path: Path, name: str) -> list[str]:
    lines = tree.numbered(path.read_text("utf-8"))
    wide = ((number, len(line)) for number, line in lines if len(line) > COLUMNS)
    return [f"{name}:{number}: {columns} columns" for number, columns in wide]


def check_files(root: Path) -> list[str]:
    found = []
    product = []
    for path in (p for p in tree.walk(root) if is_source(p, root)):
        name = tree.relative(path, root)
        lines = len(path.read_text("utf-8").splitlines())
        if lines > FILE_MAX:
            found.append(f"{name}: {lines} lines, at most {FILE_MAX}")
        found += check_columns(path, name)
        if name.startswith(tuple(f"{folder}/" for folder in PRODUCT)):
            product.append(lines)
    if (median := percentile(product, 0.5)) > FILE_MEDIAN:
        found.append(f"the median file has {median} lines, at most {FILE_MEDIAN}")
    if (p90 := percentile(product, 0.9)) > FILE_P90:
        found.append(f"one file in ten has over {p90} lines, at most {FILE_P90}")
    return found


def entries(folder: Path, is_layered: bool) -> int:
    inside = [p for p in folder.iterdir() if p.name not in tree.SKIPPED]
    return sum(1 for p in inside if not (is_layered and p.is_dir()))


def check_folders(root: Path) -> list[str]:
    """The root itself is free: its names are the tools' choice."""
    found = []
    for folder in sorted({path.parent for path in tree.walk(root)} - {root}):
        name = tree.relative(folder, root)
        if name.startswith(DATA):
            continue
        count = entries(folder, name in LAYERED)
        if count > FOLDER_ENTRIES:
            found.append(f"{name}: {count} entries, at most {FOLDER_ENTRIES}")
        if (depth := len(folder.relative_to(root).parts)) > FOLDER_DEPTH:
            found.append(f"{name}: {depth} folders deep, at most {FOLDER_DEPTH}")
    return found


def cpp_functions(root: Path) -> list[tuple[str, int]]:
    """Name and lines of every function of the product; empty where ctags is missing."""
    paths = [str(p) for p in tree.sources(root, *PRODUCT)]
    if not paths or shutil.which("ctags") is None:
        return []
    options = ["--output-format=json", "--fields=+ne", "--kinds-C=f", "--kinds-C++=f", "-f", "-"]
    options += ["--langmap=C++:+.h", "--sort=no", *paths]
    run = subprocess.run(["ctags", *options], capture_output=True, text=True, check=True)
    tags = [json.loads(line) for line in run.stdout.splitlines()]
    place = "{path}:{line}: {name}"
    return [(place.format(**t), t["end"] - t["line"] + 1) for t in tags if "end" in t]


def python_functions(root: Path) -> list[tuple[str, int]]:
    found = []
    for path in (p for p in tree.walk(root) if p.suffix == ".py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
                place = f"{path}:{node.lineno}: {node.name}"
                found.append((place, node.end_lineno - node.lineno + 1))
    return found


def check_functions(root: Path) -> list[str]:
    product = cpp_functions(root)
    sizes = [lines for _, lines in product]
    long = [(p, n) for p, n in product + python_functions(root) if n > FUNCTION_MAX]
    strip = len(str(root)) + 1
    found = [f"{p[strip:]} has {n} lines, at most {FUNCTION_MAX}" for p, n in long]
    if (median := percentile(sizes, 0.5)) > FUNCTION_MEDIAN:
        found.append(f"the median function has {median} lines, at most {FUNCTION_MEDIAN}")
    if (p90 := percentile(sizes, 0.9)) > FUNCTION_P90:
        found.append(f"one function in ten has over {p90} lines, at most {FUNCTION_P90}")
    return found


def check(root: Path) -> list[str]:
    return check_files(root) + check_folders(root) + check_functions(root)


LONG_FUNCTION = "int f() {\n" + "  g();\n" * 60 + "}\n"
BAD = {
    "lib/base/long.cpp": "//\n" * 401,
    "lib/base/wide.cpp": "// " + "x" * 98 + "\n",
    "lib/base/sub/deeper/a.cpp": "",
    "lib/table.def": "x\n" * 900 + "x" * 200,
    "python/f.py": "def f():\n" + "    g()\n" * 60,
    **{f"lib/full/f{i}.cpp": LONG_FUNCTION if i == 0 else "//\n" * 130 for i in range(16)},
    **{f"lib/layer{i}/a.md": "" for i in range(20)},
}
EXPECTED = [
    "lib/base/long.cpp: 401 lines",
    "lib/base/wide.cpp:1: 101 columns",
    "the median file has 130 lines",
    "lib/base/sub/deeper: 4 folders deep",
    "lib/full: 16 entries",
    "f has 61 lines",
]
if shutil.which("ctags") is not None:
    EXPECTED += ["lib/full/f0.cpp:1: f has 62", "the median function", "one function in ten"]

if __name__ == "__main__":
    tree.main(check, BAD, EXPECTED)
