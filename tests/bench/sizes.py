"""Builds the small configurations for a host and measures them: sizes.py [TRIPLET] writes the table
of docs/embedding.md; with --check it fails if a figure is over its budget."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/embedding.md"
KIB = 1024
NO_PARTS = ["-DAEX_BUILD_GATEWAY=OFF", "-DAEX_BUILD_TESTS=OFF", "-DAEX_BUILD_EXAMPLES=OFF"]
SMALL = ["-DCMAKE_BUILD_TYPE=MinSizeRel", "-DAEX_EXCEPTIONS=OFF", "-DAEX_ZSTD=OFF", *NO_PARTS]
LIBRARY = ["-DAEX_ENGINE=OFF", "-DAEX_HTTP=none", "-DAEX_BUILD_CLI=OFF"]
STATIC = [
    "-DCMAKE_PREFIX_PATH=/static",
    "-DAEX_ENGINE=OFF",
    "-DAEX_CURL_LINK=direct",
    "-DCMAKE_EXE_LINKER_FLAGS=-static",
    "-DCMAKE_FIND_LIBRARY_SUFFIXES=.a",
]
WITH_ENGINE = ["-DAEX_HTTP=none", "-DAEX_BUILD_CLI=OFF"]


def run(*command: object) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


class Host:
    def __init__(self, triplet: str) -> None:
        self.triplet = triplet
        self.folder = ROOT / "build/sizes" / triplet
        run("toolchains/sysroot.sh", "--static", triplet)

    def built(self, name: str, target: str, *options: str) -> Path:
        build = self.folder / name
        toolchain = ROOT / f"toolchains/{self.triplet}.cmake"
        run(
            "cmake",
            "-G",
            "Ninja",
            "-S",
            ROOT,
            "-B",
            build,
            f"--toolchain={toolchain}",
            *SMALL,
            *options,
        )
        run("cmake", "--build", build, "--target", target)
        return build

    def stripped(self, path: Path) -> Path:
        out = path.with_suffix(".stripped")
        run(f"{self.triplet}-strip", "-o", out, path)
        return out

    def text_and_data(self, path: Path) -> int:
        text, data = run(f"{self.triplet}-size", self.stripped(path)).splitlines()[1].split()[:2]
        return int(text) + int(data)

    def empty_program(self) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        source = self.folder / "empty.cpp"
        source.write_text("int main() {}\n", encoding="utf-8")
        out = self.folder / "empty"
        run(f"{self.triplet}-g++", "-Os", "-static", "-o", out, source)
        return self.stripped(out).stat().st_size


def measure(host: Host) -> list[tuple[str, int, int | None]]:
    """What, its bytes, its budget in bytes."""
    library = host.built("library", "atlasexplorer", *LIBRARY)
    engine = host.built("engine", "atlasexplorer", *WITH_ENGINE)
    command = host.built("static", "aex_command", *STATIC)
    static = host.stripped(command / "bin/atlasexplorer").stat().st_size
    name = "lib/libatlasexplorer.so.4.0.0"
    own, whole = host.text_and_data(library / name), host.text_and_data(engine / name)
    empty = host.empty_program()
    return [
        ("library without engine and HTTP: its own text and data", own, 160 * KIB),
        ("what the engine adds to it", whole - own, None),
        ("static command without the engine, curl over mbedTLS: file size", static, None),
        ("an empty static C++ program: file size", empty, None),
        ("the difference of these two", static - empty, 1331 * KIB),
    ]


def table(triplet: str, rows: list[tuple[str, int, int | None]]) -> str:
    lines = [f"| {triplet} | KiB | at most |", "|---|---:|---:|"]
    for name, size, budget in rows:
        limit = "" if budget is None else f"{budget // KIB}"
        lines.append(f"| {name} | {size / KIB:.0f} | {limit} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("triplet", nargs="?", default="mipsel-linux-gnu")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    rows = measure(Host(options.triplet))
    made = table(options.triplet, rows)
    print(made, end="")
    over = [name for name, size, budget in rows if budget is not None and size > budget]
    if not options.check:
        begin, end = "<!-- sizes -->\n", "<!-- end -->\n"
        text = PAGE.read_text("utf-8")
        text = re.sub(f"{begin}.*?{end}", lambda _: begin + made + end, text, flags=re.S)
        PAGE.write_text(text, encoding="utf-8")
    for name in over:
        print(f"over its budget: {name}")
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
