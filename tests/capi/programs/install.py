"""Installs into a folder, moves it, and builds an example against it as a stranger would:
with pkg-config and with find_package, shared and static."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = """cmake_minimum_required(VERSION 3.16)
project(stranger LANGUAGES C)
find_package(atlasexplorer 4.0 REQUIRED COMPONENTS shared static)
file(GLOB examples "${EXAMPLES}/*.c")
foreach(example ${examples})
  get_filename_component(name "${example}" NAME_WE)
  foreach(kind shared static)
    add_executable(${name}_${kind} "${example}")
    target_link_libraries(${name}_${kind} PRIVATE atlasexplorer::${kind})
  endforeach()
endforeach()
enable_testing()
if(TARGET atlasexplorer::command)
  add_executable(guest IMPORTED)
  set_target_properties(guest PROPERTIES IMPORTED_LOCATION "${EXAMPLES}/workloads/text.elf")
  atlasexplorer_add_experiment(guest CORE "I8500_(1_thread)" NAME held
                               GATE "Total Cycles Consumed >= 1000"
                                    "Total Instructions Retired <= 100000000")
  atlasexplorer_add_experiment(guest CORE "I8500_(1_thread)" NAME not_held
                               GATE "Total Cycles Consumed <= 1000")
  atlasexplorer_add_experiment(guest CORE "I8500_(1_thread)" NAME no_metric GATE "None <= 1")
  set_tests_properties(not_held no_metric PROPERTIES WILL_FAIL ON)
endif()
"""
SUBPROJECT = """cmake_minimum_required(VERSION 3.16)
project(parent LANGUAGES C CXX)
add_subdirectory("${SOURCE}" atlasexplorer EXCLUDE_FROM_ALL)
add_executable(report "${SOURCE}/examples/report.c")
target_link_libraries(report PRIVATE atlasexplorer::static)
add_executable(guest guest.c)
atlasexplorer_add_experiment(guest CORE "I8500_(1_thread)")
if(TARGET example_run OR BUILD_TESTING)
  message(FATAL_ERROR "a subproject brings neither tests nor examples")
endif()
"""
# For other machines, of both widths: what runs there is an experiment here.
GUEST = """cmake_minimum_required(VERSION 3.16)
project(guest LANGUAGES C)
find_package(atlasexplorer 4.0 REQUIRED COMPONENTS command)
if(atlasexplorer_shared_FOUND OR TARGET atlasexplorer::shared)
  message(FATAL_ERROR "a library of another machine is offered")
endif()
add_executable(guest IMPORTED)
set_target_properties(guest PROPERTIES IMPORTED_LOCATION "${EXAMPLES}/workloads/text.elf")
enable_testing()
atlasexplorer_add_experiment(guest CORE "I8500_(1_thread)" GATE "Total Cycles Consumed >= 1000")
"""
TOOLCHAIN = """set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv)
set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_C_FLAGS_INIT "{flags}")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_CROSSCOMPILING_EMULATOR false)
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


def test(cmake: str, build: str) -> None:
    ctest = str(Path(cmake).with_name("ctest"))
    run(ctest, "--test-dir", build, "--no-tests=error", "--output-on-failure")


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
    (project / "CMakeLists.txt").write_text(PROJECT, encoding="utf-8")
    build = work / "build"
    chosen = [f"-DCMAKE_C_COMPILER={compilers[0]}", f"-DCMAKE_CXX_COMPILER={compilers[1]}"]
    run(
        cmake,
        "-S",
        str(project),
        "-B",
        str(build),
        f"-DCMAKE_PREFIX_PATH={prefix}",
        f"-DEXAMPLES={source.parent}",
        *chosen,
    )
    run(cmake, "--build", str(build))
    for kind in ("shared", "static"):
        expect_refusal(build / f"run_{kind}", work)
    test(cmake, str(build))


def as_guests(cmake: str, source: Path, prefix: Path, work: Path) -> None:
    """In projects that build for other machines."""
    if shutil.which("riscv64-unknown-elf-gcc") is None:
        return
    for flags in ("-march=rv64gc -mabi=lp64d", "-march=rv32gc -mabi=ilp32d"):
        project = work / flags.split("=")[-1]
        project.mkdir()
        (project / "CMakeLists.txt").write_text(GUEST, encoding="utf-8")
        toolchain = project / "toolchain.cmake"
        toolchain.write_text(TOOLCHAIN.format(flags=flags), encoding="utf-8")
        given = [f"-DCMAKE_TOOLCHAIN_FILE={toolchain}", f"-DEXAMPLES={source.parent}"]
        build = str(project / "build")
        found = f"-DCMAKE_PREFIX_PATH={prefix}"
        run(cmake, "-G", "Ninja", "-S", str(project), "-B", build, found, *given)
        test(cmake, build)


def as_subproject(cmake: str, compilers: list[str], source: Path, work: Path) -> None:
    """Configures only: what would be built are the same files again."""
    project = work / "parent"
    project.mkdir()
    (project / "CMakeLists.txt").write_text(SUBPROJECT, encoding="utf-8")
    (project / "guest.c").write_text("int main(void) { return 0; }\n", encoding="utf-8")
    chosen = [f"-DCMAKE_C_COMPILER={compilers[0]}", f"-DCMAKE_CXX_COMPILER={compilers[1]}"]
    given = f"-DSOURCE={source.parent.parent}"
    run(cmake, "-S", str(project), "-B", str(work / "sub"), given, *chosen)


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
        if not list(prefix.rglob("include/atlasexplorer/interop/libelfin.hpp")):
            sys.exit("the bridge from libelfin is not installed")
        with_pkg_config(options.c, options.source, prefix, work)
        with_cmake(options.cmake, [options.c, options.cxx], options.source, prefix, work)
        if next(prefix.rglob("bin/atlasexplorer"), None) is not None:
            as_guests(options.cmake, options.source, prefix, work)
        as_subproject(options.cmake, [options.c, options.cxx], options.source, work)


if __name__ == "__main__":
    main()
