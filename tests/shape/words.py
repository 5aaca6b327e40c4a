"""Names say what a thing is, and the text holds no unfinished business."""

from __future__ import annotations

import re
from pathlib import Path

import tree

EMPTY_WORDS = {
    "util", "utils", "common", "manager", "helper", "helpers", "new", "legacy", "misc",
}  # fmt: skip
# A package that scripts for the refactored client import from.
ALLOWED_NAMES = {"python/atlasexplorer/utils"}

_TYPE = re.compile(r"\b(?:class|struct|namespace|enum(?:\s+class)?)\s+([A-Za-z_]\w*)")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# Written in pieces, so that this file passes its own check.
_TEXT = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b|(?<![\w./-])/wo" + r"rk/")
TEXT_SUFFIXES = tree.CPP | {".cmake", ".def", ".json", ".md", ".py", ".sh", ".toml", ".txt", ""}


def empty_words(name: str) -> set[str]:
    return {word.lower() for word in _CAMEL.findall(name)} & EMPTY_WORDS


def check_names(root: Path) -> list[str]:
    found = []
    folders = {parent for path in tree.walk(root) for parent in path.relative_to(root).parents}
    names = {tree.relative(path, root) for path in tree.walk(root)}
    for name in sorted(names | {folder.as_posix() for folder in folders}):
        empty = empty_words(name.rsplit("/", 1)[-1])
        if empty and name not in ALLOWED_NAMES:
            found.append(f"{name}: the name says nothing ({', '.join(empty)})")
    return found


def check_file(path: Path, name: str) -> list[str]:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return []
    found = []
    for number, line in tree.numbered(text):
        if match := _TEXT.search(line):
            found.append(f"{name}:{number}: unfinished or local text ({match.group(0)})")
    if path.suffix in tree.CPP:
        for kind in sorted(set(_TYPE.findall(tree.code(text)))):
            if empty_words(kind):
                found.append(f"{name}: the type {kind} says nothing")
    return found


def check(root: Path) -> list[str]:
    found = check_names(root)
    for path in tree.walk(root):
        if path.suffix in TEXT_SUFFIXES:
            found += check_file(path, tree.relative(path, root))
    return found


BAD = {
    "lib/codec/tar_util.cpp": "class Tar {};\n",
    "lib/misc/a.hpp": "class JobManager;\n// class Helper is only talk\nclass Common_ground;\n",
    "python/atlasexplorer/utils/exits.py": "",
    "python/utils/exits.py": "",
    "docs/a.md": "Renew the news. See /wo" + "rk/here.\n",
    "dev": "# TO" + "DO: mend\n",
}
EXPECTED = [
    "lib/codec/tar_util.cpp: the name says nothing",
    "lib/misc: the name says nothing",
    "python/utils: the name says nothing",
    "the type JobManager",
    "the type Common_ground",
    "docs/a.md:1",
    "dev:1",
]

if __name__ == "__main__":
    tree.main(check, BAD, EXPECTED)
