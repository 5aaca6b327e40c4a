"""Builds the native module, its library and the command with CMake, for pip and build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pybind11
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

PROJECT = Path(__file__).resolve().parent
SWITCHES = {
    "AEX_BUILD_PYTHON": "ON",
    "AEX_BUILD_TESTS": "OFF",
    "AEX_BUILD_EXAMPLES": "OFF",
    "CMAKE_BUILD_TYPE": "Release",
    "CMAKE_EXE_LINKER_FLAGS": "-s",
    "CMAKE_SHARED_LINKER_FLAGS": "-s",
    "Python_EXECUTABLE": sys.executable,
    "pybind11_DIR": pybind11.get_cmake_dir(),
}


class BuildWithCMake(build_ext):  # type: ignore[misc, unused-ignore]
    """Installs the CMake component "python" into the package's folder.

    The environment variable CMAKE_ARGS adds arguments to the configuration; AEX_CMAKE_BUILD names
    a build, made with AEX_BUILD_PYTHON for the same Python, that is taken instead of a new one.
    """

    def build_extension(self, ext: Extension) -> None:
        given = os.environ.get("AEX_CMAKE_BUILD")
        build = Path(given) if given else self._build()
        targets = [Path(self.get_ext_fullpath(ext.name)).resolve().parent]
        if self.editable_mode:
            targets.append(PROJECT / "python" / "atlasexplorer")
        for target in targets:
            self._run("--install", str(build), "--component", "python", "--prefix", str(target))

    def _build(self) -> Path:
        build = Path(self.build_temp).resolve() / "cmake"
        switches = [f"-D{name}={value}" for name, value in SWITCHES.items()]
        added = os.environ.get("CMAKE_ARGS", "").split()
        self._run("-S", str(PROJECT), "-B", str(build), *switches, *added)
        jobs = os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
        wanted = ["--target", "_core", "atlasexplorer", "aex_command"]
        self._run("--build", str(build), "--parallel", jobs, *wanted)
        return build

    def _run(self, *arguments: str) -> None:
        try:
            subprocess.run(["cmake", *arguments], check=True)
        except FileNotFoundError:
            sys.exit("atlasexplorer is built with CMake 3.25 or later, which is not on the PATH")


setup(
    ext_modules=[Extension("atlasexplorer._core", sources=[])],
    cmdclass={"build_ext": BuildWithCMake},
)
