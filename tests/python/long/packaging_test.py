"""Source distribution, wheel and editable install, each in a folder and an environment of its own.

They take the native parts of this build; ``./dev wheel`` builds them anew, for several Pythons.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import atlasexplorer
import pytest
from conftest import PROJECT

BUILD = Path(atlasexplorer.__file__).parents[2]
INSTALLED = PROJECT / "tests" / "python" / "scripts" / "installed.py"
ELF = PROJECT / "examples" / "workloads" / "bits.elf"
IGNORED = shutil.ignore_patterns(
    "build", "dist", ".git", "__pycache__", "*.egg-info", "_native", "*.so", "tests"
)

pytestmark = [
    pytest.mark.skipif("libasan" in os.environ.get("LD_PRELOAD", ""), reason="no part of it"),
    pytest.mark.skipif(not (BUILD / "CMakeCache.txt").exists(), reason="not of a build"),
]


def run(*command: str | Path, folder: Path, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**environment, "AEX_CMAKE_BUILD": str(BUILD), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the project, which building leaves its traces in."""
    shutil.copytree(PROJECT, tmp_path / "source", ignore=IGNORED, symlinks=True)
    return tmp_path / "source"


def test_sdist_has_all_that_a_build_needs(source: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", ".", folder=source)
    with tarfile.open(next((source / "dist").glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path / "out", filter="data")
    unpacked = next((tmp_path / "out").iterdir())
    assert unpacked.name == f"atlasexplorer-{atlasexplorer.__version__}"
    folders = {path.name for path in unpacked.iterdir() if path.is_dir()}
    assert {"bindings", "capi", "cli", "cmake", "gateway", "lib", "python"} <= folders
    switches = ["-DAEX_BUILD_PYTHON=ON", "-DAEX_BUILD_TESTS=OFF", "-DAEX_BUILD_EXAMPLES=OFF"]
    python = f"-DPython_EXECUTABLE={sys.executable}"
    run("cmake", "-B", "configured", "-S", ".", python, *switches, folder=unpacked)


def test_wheel_in_a_clean_environment(source: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path)]
    run(*pip, "wheel", *options, ".", folder=source)
    wheel = next(tmp_path.glob("*.whl"))
    tags = f"cp3{sys.version_info.minor}-cp3{sys.version_info.minor}-linux"
    assert wheel.name.startswith(f"atlasexplorer-{atlasexplorer.__version__}-{tags}")
    names = zipfile.ZipFile(wheel).namelist()
    libraries = [name for name in names if "/_native/libatlasexplorer.so." in name]
    assert len(libraries) == 1
    run(sys.executable, "-m", "venv", "clean", folder=tmp_path)
    python = tmp_path / "clean" / "bin" / "python"
    run(python, "-m", "pip", "install", "--no-index", wheel, folder=tmp_path)
    home = tmp_path / "elsewhere"
    home.mkdir()
    assert "installed" in run(python, "-W", "error", INSTALLED, ELF, folder=home)
    listed = run(python, "-m", "pip", "list", "--format", "freeze", folder=tmp_path)
    assert {line.split("==")[0] for line in listed.split()} <= {
        "atlasexplorer", "pip", "setuptools", "wheel",
    }  # fmt: skip
    program = INSTALLED.parent / "typed_program.py"
    options = ["--strict", "--config-file=", "--python-executable", str(python)]
    run(sys.executable, "-m", "mypy", *options, str(program), folder=home)


def test_editable_install(source: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation", "--prefix", str(tmp_path / "prefix")]
    run(*pip, "install", *options, "--editable", ".", folder=source)
    packages = sysconfig.get_path("purelib", vars={"base": str(tmp_path / "prefix")})
    (source / "python" / "atlasexplorer" / "added.py").write_text("here = 1\n", encoding="utf-8")
    program = (
        f"import site; site.addsitedir({packages!r})\n"
        "import atlasexplorer.added, atlasexplorer, os\n"
        "print(os.path.dirname(atlasexplorer.__file__))\n"
        "print(atlasexplorer.Client(backend='local').cores()[0].name)\n"
        "print(os.access(os.path.dirname(atlasexplorer.__file__) + '/_native/atlasexplorer', 1))\n"
    )
    lines = run(sys.executable, "-c", program, folder=tmp_path).split()
    assert lines == [str(source / "python" / "atlasexplorer"), "I8500_(1_thread)", "True"]
    assert (tmp_path / "prefix" / "bin" / "atlasexplorer").is_file()
