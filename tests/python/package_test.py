"""The package as a whole: names, lightness, doctests, leaks."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

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


def members(kind: Any) -> list[tuple[str, Any]]:
    return [
        (f"{kind.__name__}.{name}", value)
        for name, value in vars(kind).items()
        if not name.startswith("_") and (callable(value) or isinstance(value, property))
    ]


def test_everything_public_is_described() -> None:
    public = [getattr(atlasexplorer, name) for name in atlasexplorer.__all__]
    public += [getattr(atlasexplorer.aio, name) for name in atlasexplorer.aio.__all__]
    public += [atlasexplorer.futures.RunExecutor]
    described = [(kind.__name__, kind) for kind in public]
    described += [pair for kind in public if isinstance(kind, type) for pair in members(kind)]
    assert [name for name, value in described if not (value.__doc__ or "").strip()] == []


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


OTHERS = """
import importlib, pkgutil, sys
import atlasexplorer
for module in pkgutil.walk_packages(atlasexplorer.__path__, "atlasexplorer."):
    importlib.import_module(module.name)
own = set(sys.stdlib_module_names) | set(sys.builtin_module_names) | {"atlasexplorer"}
before = {"__main__", "sitecustomize", "_distutils_hack", "site"}
print(" ".join({name.partition(".")[0] for name in sys.modules} - own - before))
"""


def test_no_module_needs_another_package() -> None:
    if sys.version_info < (3, 10):
        pytest.skip("no list of standard modules")
    assert [name for name in run(OTHERS).split() if not name.startswith("_")] == []


CLASSES = "from atlasexplorer import AtlasExplorer, Client, Experiment, Job, Report"


def test_import_is_light_in_memory() -> None:
    peak = "print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])"
    if "libasan" in os.environ.get("LD_PRELOAD", ""):
        pytest.skip("AddressSanitizer has a memory of its own")
    assert int(run(f"{CLASSES}\n{peak}")) - int(run(peak)) <= 12 * 1024


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
