"""Installs into a folder, moves it, and builds an example against it as a stranger would:
with pkg-config and with find_package, shared and static."""

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
find_package(atlasexplorer 4.0 REQUIRED COMPONENTS shared static)
foreach(kind shared static)
  add_executable(run_${kind} "%s")
  target_link_libraries(run_${kind} PRIVATE atlasexplorer::${kind})
endforeach()
"""
USAGE_STATUS = 64


def run(*command: str, **variables: str) -> str:
    environment = {**os.environ, **variables}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect_refusal(program: Path, home: Path, **variables: str) -> None:
    """Without workloads the local backend refuses: everything was loaded and called."""
    environment = {**os.environ, "HOME": str(home), **variables}
    done = subprocess.run([program, "--local"], capture_output=True, text=True, env=environment)
    if done.returncode != USAGE_STATUS or "run: " not in done.stderr:
        sys.exit(f"{program} ended with {done.returncode}: {done.stdout}{done.stderr}")


def with_pkg_config(compiler: str, source: Path, prefix: Path, work: Path) -> None:
    found = next(prefix.rglob("atlasexplorer.pc"))
    library_folder = str(found.parent.parent)
    for kind, extra in (("shared", []), ("static", ["--static"])):
        variables = {"PKG_CONFIG_PATH": str(found.parent)}
        flags = run("pkg-config", "--cflags", "--libs", *extra, "atlasexplorer", **variables)
        words = shlex.split(flags)
        if kind == "static":
            words = [w if w != "-latlasexplorer" else "-l:libatlasexplorer.a" for w in words]
        program = work / f"pc_{kind}"
        strict = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror"]
        run(compiler, *strict, str(source), "-o", str(program), *words)
        shared = {"LD_LIBRARY_PATH": library_folder} if kind == "shared" else {}
        expect_refusal(program, work, **shared)


def with_cmake(cmake: str, compilers: list[str], source: Path, prefix: Path, work: Path) -> None:
    project = work / "project"
    project.mkdir()
    (project / "CMakeLists.txt").write_text(PROJECT % source, encoding="utf-8")
    build = work / "build"
    chosen = [f"-DCMAKE_C_COMPILER={compilers[0]}", f"-DCMAKE_CXX_COMPILER={compilers[1]}"]
    run(cmake, "-S", str(project), "-B", str(build), f"-DCMAKE_PREFIX_PATH={prefix}", *chosen)
    run(cmake, "--build", str(build))
    for kind in ("shared", "static"):
        expect_refusal(build / f"run_{kind}", work)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cmake", required=True)
    parser.add_argument("--c", required=True)
    parser.add_argument("--cxx", required=True)
    parser.add_argument("--build", required=True)
    parser.add_argument("--source", type=Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run(options.cmake, "--install", options.build, "--prefix", str(work / "first"))
        prefix = (work / "first").rename(work / "moved")
        with_pkg_config(options.c, options.source, prefix, work)
        with_cmake(options.cmake, [options.c, options.cxx], options.source, prefix, work)


if __name__ == "__main__":
    main()
