"""The types: of the native module's stub, and as users of the package meet them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import atlasexplorer
import pytest
from conftest import PROJECT

PROGRAM = PROJECT / "tests" / "python" / "scripts" / "typed_program.py"
WRONG = """
from atlasexplorer import Client, Report
cycles: str = Report("x").cycles
Client("local")
Client(backend="moon")
"""
# What pybind11 does to classes, and the one class that nobody makes.
KNOWN = re.compile(r"metaclass differs$|_core\.Core\.__init__ is inconsistent")


def mypy(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    environment = {**os.environ, "MYPYPATH": str(PROJECT / "python")}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_users_program_is_strictly_typed(tmp_path: Path) -> None:
    done = mypy(tmp_path, "mypy", "--strict", "--config-file=", str(PROGRAM))
    assert (done.returncode, done.stdout.splitlines()[-1][:7]) == (0, "Success"), done.stdout


def test_mistakes_are_seen(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    done = mypy(tmp_path, "mypy", "--strict", "--config-file=", "wrong.py")
    lines = [int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line]
    assert sorted(set(lines)) == [3, 4, 5]


def test_the_users_program_runs(tmp_path: Path) -> None:
    elf = PROJECT / "examples" / "workloads" / "fractal.elf"
    environment = {**os.environ, "PYTHONPATH": str(Path(atlasexplorer.__file__).parent.parent)}
    command = [sys.executable, "-W", "error", str(PROGRAM), str(elf)]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif("libasan" in os.environ.get("LD_PRELOAD", ""), reason="mypy is no part of it")
def test_the_stub_is_complete(tmp_path: Path) -> None:
    folder = Path(atlasexplorer.__file__).parent.parent
    command = ["mypy.stubtest", "--concise", "atlasexplorer._core"]
    environment = {"PYTHONPATH": str(folder), "MYPYPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=tmp_path,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in done.stdout.splitlines() if not KNOWN.search(line)]
    assert (found, done.stderr) == ([], "")
