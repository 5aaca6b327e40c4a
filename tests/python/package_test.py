"""The package as a whole: names, lightness, doctests, leaks."""

from __future__ import annotations

import doctest
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import atlasexplorer
import pytest
from atlasexplorer import _core
from conftest import PROJECT


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_every_name_is_there() -> None:
    for name in atlasexplorer.__all__:
        assert getattr(atlasexplorer, name).__module__.startswith("atlasexplorer")
        assert name in dir(atlasexplorer)
    assert atlasexplorer.aio.__name__ == "atlasexplorer.aio"
    with pytest.raises(AttributeError, match="nonsense"):
        atlasexplorer.nonsense  # noqa: B018


def test_the_version_is_one() -> None:
    assert atlasexplorer.__version__ == _core.version
    text = (PROJECT / "CMakeLists.txt").read_text(encoding="utf-8")
    assert f"VERSION {atlasexplorer.__version__} " in text


def test_import_takes_nothing_along() -> None:
    program = """
import sys
before = set(sys.modules)
import atlasexplorer
print("\\n".join(set(sys.modules) - before))
"""
    assert run(program).split() == ["atlasexplorer"]


def test_the_client_takes_nothing_heavy_along() -> None:
    program = """
import sys
from atlasexplorer import Client, Experiment, Job, Report
assert "atlasexplorer._core" in sys.modules
print(" ".join(sys.modules))
"""
    heavy = {"asyncio", "concurrent.futures", "json", "logging", "pathlib", "re", "ssl", "typing"}
    assert not heavy & set(run(program).split())


def test_the_package_is_typed() -> None:
    assert (Path(atlasexplorer.__file__).parent / "py.typed").is_file()


MODULES = [module.name for module in pkgutil.iter_modules(atlasexplorer.__path__)]


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__main__"])
def test_examples_in_docstrings(name: str) -> None:
    module = importlib.import_module(f"atlasexplorer.{name}")
    assert doctest.testmod(module).failed == 0


def test_examples_of_the_package() -> None:
    assert doctest.testmod(atlasexplorer).failed == 0


LEAKS = """
import ctypes, gc, sys
from atlasexplorer import AtlasExplorerError, Client, Experiment, Report

class Heap(ctypes.Structure):
    _fields_ = [(f"f{i}", ctypes.c_size_t) for i in range(10)]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Heap

def cycle():
    client = Client(backend="local")
    Experiment(client=client, workloads=["a.elf"])._native(client)
    client.cores()
    Report(sys.argv[1])
    try:
        client.experiment("gone.elf", core="I8500_(1_thread)").check()
    except AtlasExplorerError:
        pass

def in_use(times):
    for _ in range(times):
        cycle()
    gc.collect()
    heap = libc.mallinfo2()
    return heap.f4 + heap.f7  # bytes in use: mapped, and in the arena

before = in_use(1_000)
print(in_use(10_000) - before)
"""


@pytest.mark.skipif("libasan" in os.environ.get("LD_PRELOAD", ""), reason="another allocator")
def test_ten_thousand_cycles_leave_nothing_behind(tmp_path: Path) -> None:
    summary = tmp_path / "summary.json"
    row = {"desc": "x" * 1000, "vis": 1, "val": 1}
    table = {"Statistics": {"Summary Performance Report": {"m": row, "ordered_keys": ["m"]}}}
    summary.write_text(json.dumps(table), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LEAKS, str(summary)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONMALLOC": "malloc"},
    )
    assert int(done.stdout) < 10_000  # less than a byte a cycle


def test_the_command_comes_along() -> None:
    program = [sys.executable, "-m", "atlasexplorer", "--version"]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    assert atlasexplorer.__version__ in done.stdout


def test_a_command_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    main = importlib.import_module("atlasexplorer.__main__")
    asked: list[list[str]] = []

    def execv(program: str, arguments: list[str]) -> None:
        asked.append(arguments)
        raise FileNotFoundError(program)

    monkeypatch.setattr(os, "execv", execv)
    monkeypatch.setattr(sys, "argv", ["x", "configure"])
    with pytest.raises(SystemExit, match="without its command"):
        main.main()
    assert asked == [["atlasexplorer", "configure"]]
