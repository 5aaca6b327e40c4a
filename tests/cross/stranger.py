"""Installs into a copy of the sysroot, builds the C examples against it as a stranger would, with
pkg-config and with CMake, shared and static, and runs one under the emulator:
stranger.py --build FOLDER --toolchain FILE --sysroot FOLDER --emulator WORDS --source PROJECT"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = """cmake_minimum_required(VERSION 3.16)
project(stranger LANGUAGES C CXX)
find_package(atlasexplorer 4.0 REQUIRED COMPONENTS shared command)
set(kinds shared)
if(atlasexplorer_static_FOUND)
  list(APPEND kinds static)
endif()
foreach(kind ${kinds})
  add_executable(sources_${kind} "${SOURCE}/examples/sources.c")
  target_link_libraries(sources_${kind} PRIVATE atlasexplorer::${kind})
endforeach()
enable_testing()
add_executable(guest IMPORTED)
set_target_properties(guest PROPERTIES IMPORTED_LOCATION "${SOURCE}/examples/workloads/text.elf")
atlasexplorer_add_experiment(guest CORE "I8500_(1_thread)" GATE "Total Cycles Consumed >= 1000")
"""
STRICT = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def run(*words: str | Path, **variables: str) -> str:
    command = [str(word) for word in words]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **variables}, check=False
    )
    if done.returncode != 0:
        sys.exit(f"{shlex.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect_sources(emulator: list[str], program: Path, source: Path) -> None:
    told = run(*emulator, program, source / "examples/workloads/text.elf")
    if "text.c" not in told.splitlines():
        sys.exit(f"{program} lists other sources: {told}")


def with_pkg_config(root: Path, triplet: str, source: Path, emulator: list[str]) -> None:
    folders = [root / "usr/lib" / triplet / "pkgconfig", root / "usr/lib/pkgconfig"]
    variables = {
        "PKG_CONFIG_SYSROOT_DIR": str(root),
        "PKG_CONFIG_LIBDIR": ":".join(map(str, folders)),
    }
    compiler = [f"{triplet}-gcc", f"--sysroot={root}", *STRICT]
    for kind, extra in (("shared", []), ("static", ["--static"])):
        told = run("pkg-config", "--cflags", "--libs", *extra, "atlasexplorer", **variables)
        words = shlex.split(told)
        if kind == "static":
            words = [w if w != "-latlasexplorer" else "-l:libatlasexplorer.a" for w in words]
        for example in sorted(source.glob("examples/*.c")):
            run(*compiler, example, "-o", root / f"{example.stem}_{kind}", *words)
        expect_sources(emulator, root / f"sources_{kind}", source)


def with_cmake(root: Path, toolchain: Path, source: Path, emulator: list[str]) -> None:
    project, build = root / "project", root / "build"
    project.mkdir()
    (project / "CMakeLists.txt").write_text(PROJECT, encoding="utf-8")
    given = [f"-DCMAKE_TOOLCHAIN_FILE={toolchain}", f"-DAEX_SYSROOT={root}", f"-DSOURCE={source}"]
    run("cmake", "-G", "Ninja", "-S", project, "-B", build, *given)
    run("cmake", "--build", build)
    for program in sorted(build.glob("sources_*")):
        expect_sources(emulator, program, source)
    run("ctest", "--test-dir", build, "--no-tests=error", "--output-on-failure")


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("build", "toolchain", "sysroot", "source"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--emulator", required=True)
    options = parser.parse_args()
    triplet = options.toolchain.stem
    # Links of files rather than copies: both are folders of one build tree.
    with tempfile.TemporaryDirectory(dir=options.sysroot.parent) as folder:
        root = Path(folder) / "root"
        run("cp", "-al", options.sysroot, root)
        run("cmake", "--install", options.build, "--prefix", root / "usr")
        emulator = [*options.emulator.split()[:-1], str(root)]
        with_pkg_config(root, triplet, options.source, emulator)
        with_cmake(root, options.toolchain, options.source, emulator)


if __name__ == "__main__":
    main()
