"""Tests mirror the sources by name: lib/codec/tar.cpp has tests/codec/tar_test.cpp."""

from __future__ import annotations

from pathlib import Path

import tree

# Folders whose every source must have its test. A folder joins when its tests are complete.
COMPLETE = ("base",)

# Sources that another test proves: the path from lib/ without its extension, then the test.
PAIRED = {"base/memory/operators": "capi/memory/host.cpp"}


def test_of(source: Path, root: Path) -> Path:
    stem = tree.relative(source.with_suffix(""), root / "lib")
    return root / "tests" / PAIRED.get(stem, f"{stem}_test.cpp")


def check(root: Path) -> list[str]:
    found = []
    for folder in COMPLETE:
        for source in tree.sources(root, f"lib/{folder}"):
            if source.suffix == ".cpp" and not test_of(source, root).is_file():
                missing = tree.relative(test_of(source, root), root)
                found.append(f"{tree.relative(source, root)}: no test {missing}")
    stale = [stem for stem in PAIRED if not (root / "lib" / f"{stem}.cpp").is_file()]
    return found + [f"pairing for lib/{stem}.cpp, which does not exist" for stem in stale]


BAD = {
    "lib/base/memory/operators.cpp": "",
    "tests/capi/memory/host.cpp": "",
    "lib/base/stream.cpp": "",
    "tests/base/stream_test.cpp": "",
    "lib/base/secret.cpp": "",
    "lib/base/secret.hpp": "",
}
EXPECTED = ["lib/base/secret.cpp: no test tests/base/secret_test.cpp"]

if __name__ == "__main__":
    tree.main(check, BAD, EXPECTED)
