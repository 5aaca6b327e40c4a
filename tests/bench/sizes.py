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
SMALL = [
    "-DCMAKE_BUILD_TYPE=MinSizeRel",
    "-DCMAKE_INTERPROCEDURAL_OPTIMIZATION=ON",
    "-DAEX_EXCEPTIONS=OFF",
    "-DAEX_ZSTD=OFF",
    *NO_PARTS,
]
LIBRARY = ["-DAEX_ENGINE=OFF", "-DAEX_HTTP=none", "-DAEX_ANALYSIS=OFF", "-DAEX_BUILD_CLI=OFF"]


def fixed(*words: str) -> list[str]:
    """For a program at a fixed address."""
    flags = " ".join(["-fno-pic", "-mno-shared", "-mplt", *words])
    position = "-DCMAKE_POSITION_INDEPENDENT_CODE=OFF"
    return [position, f"-DCMAKE_CXX_FLAGS={flags}", f"-DCMAKE_C_FLAGS={flags}"]


# In the dense instructions that MIPS32 has since its release 2.
DENSE = [*fixed("-mips16"), "-DCMAKE_EXE_LINKER_FLAGS=-no-pie"]
SHARED_DENSE = ["-DCMAKE_CXX_FLAGS=-mips16", "-DCMAKE_C_FLAGS=-mips16"]
STATIC = [
    "-DCMAKE_PREFIX_PATH=/static",
    "-DAEX_ENGINE=OFF",
    "-DAEX_CURL_LINK=direct",
    *fixed(),
    "-DCMAKE_EXE_LINKER_FLAGS=-static -no-pie",
    "-DCMAKE_FIND_LIBRARY_SUFFIXES=.a",
]
WITH_ENGINE = ["-DAEX_HTTP=none", "-DAEX_ANALYSIS=OFF", "-DAEX_BUILD_CLI=OFF"]
WITH_ANALYSIS = ["-DAEX_HTTP=none", "-DAEX_ENGINE=OFF", "-DAEX_BUILD_CLI=OFF"]

Row = tuple[str, int, "int | None"]  # what, its bytes, its budget in bytes


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
        run("toolchains/sysroot.sh", triplet)

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

    def needed(self, build: Path, names: set[str]) -> int:
        """What a program that calls these functions gets from the static library."""
        out = build / "needed.o"
        roots = [f"--undefined={name}" for name in sorted(names)]
        whole = build / "capi/atlasexplorer.o"
        run(f"{self.triplet}-ld", "-r", "--gc-sections", *roots, "-o", out, whole)
        return self.text_and_data(out, out)

    def stripped(self, path: Path) -> Path:
        out = path.with_suffix(".stripped")
        run(f"{self.triplet}-strip", "-o", out, path)
        return out

    def text_and_data(self, path: Path, file: Path | None = None) -> int:
        measured = file or self.stripped(path)
        text, data = run(f"{self.triplet}-size", measured).splitlines()[1].split()[:2]
        return int(text) + int(data)

    def empty_program(self) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        source = self.folder / "empty.cpp"
        source.write_text("int main() {}\n", encoding="utf-8")
        out = self.folder / "empty"
        run(f"{self.triplet}-g++", "-Os", "-static", "-o", out, source)
        return self.stripped(out).stat().st_size


SHARED = "lib/libatlasexplorer.so.4.0.0"


def functions(text: str) -> set[str]:
    known = (ROOT / "tests/abi/symbols.txt").read_text("utf-8")
    return set(re.findall(r"^(aex_\w+) ", known, re.M)) & set(re.findall(r"\baex_\w+", text))


def measure_library(host: Host) -> list[Row]:
    shared = host.built("library", "atlasexplorer", *LIBRARY)
    dense = host.built("dense", "atlasexplorer", *LIBRARY, *SHARED_DENSE)
    dense_fixed = host.built("fixed", "atlasexplorer_static", *LIBRARY, *DENSE)
    example = (ROOT / "examples/run.c").read_text("utf-8")
    everything = (ROOT / "tests/abi/symbols.txt").read_text("utf-8")
    whole, run_alone = (
        host.needed(dense_fixed, functions(everything)),
        host.needed(dense_fixed, functions(example)),
    )
    return [
        (
            "shared library without engine, HTTP and analysis",
            host.text_and_data(shared / SHARED),
            327 * KIB,
        ),
        ("the same in MIPS16", host.text_and_data(dense / SHARED), 237 * KIB),
        ("static library, MIPS16, no PIC: all functions", whole, 160 * KIB),
        ("of it, what `examples/run.c` needs", run_alone, 136 * KIB),
    ]


def measure_parts(host: Host) -> list[Row]:
    own = host.text_and_data(host.built("library", "atlasexplorer", *LIBRARY) / SHARED)
    engine = host.built("engine", "atlasexplorer", *WITH_ENGINE)
    analysis = host.built("analysis", "atlasexplorer", *WITH_ANALYSIS)
    return [
        (
            "what the engine adds to the shared library",
            host.text_and_data(engine / SHARED) - own,
            None,
        ),
        ("what the analysis adds to it", host.text_and_data(analysis / SHARED) - own, None),
    ]


def measure_command(host: Host) -> list[Row]:
    run("toolchains/sysroot.sh", "--static", host.triplet)
    command = host.built("static", "aex_command", *STATIC)
    static = host.stripped(command / "bin/atlasexplorer").stat().st_size
    empty = host.empty_program()
    return [
        ("static command without engine, curl over mbedTLS: the file", static, None),
        ("an empty static program: the file", empty, None),
        ("what the command has over it", static - empty, 1331 * KIB),
    ]


def table(triplet: str, rows: list[Row]) -> str:
    lines = [f"| {triplet} | KiB | at most |", "|---|---:|---:|"]
    for name, size, budget in rows:
        limit = "" if budget is None else f"{budget // KIB}"
        lines.append(f"| {name} | {size / KIB:.0f} | {limit} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("triplet", nargs="?", default="mipsel-linux-gnu")
    parser.add_argument("--all", action="store_true", help="the other parts too")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    host = Host(options.triplet)
    rows = measure_library(host) + measure_command(host)
    if options.all:
        rows += measure_parts(host)
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
