"""The old examples' ways of use, as scripts of their own in a clean environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import atlasexplorer
import pytest
from conftest import KEY, Gateway, write_elf

SCRIPTS = Path(__file__).parents[1] / "scripts"
PACKAGE = Path(atlasexplorer.__file__).parent.parent
VERSIONS = "Available versions: latest, ST-2025-07-16-171806"


def run(name: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a script with the package on its path and nothing else."""
    keep = {k: v for k, v in os.environ.items() if k in ("LD_PRELOAD", "ASAN_OPTIONS")}
    environment = {"PYTHONPATH": str(PACKAGE), "HOME": os.environ["HOME"], "no_proxy": "*", **keep}
    return subprocess.run(
        [sys.executable, "-B", "-W", "error", str(SCRIPTS / name), *arguments],
        capture_output=True,
        text=True,
        env={**environment, **variables},
        check=False,
    )


@pytest.fixture
def variables(gateway: Gateway) -> dict[str, str]:
    """What a user has set who works with a gateway of his own."""
    return {
        "MIPS_ATLAS_CONFIG": f"{KEY}:development:us-west-2",
        "AEX_GLOBAL_API": gateway.url,
        "LC_ALL": "C",
    }


def good(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines of a script that went well."""
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_single_core(elf: str, variables: dict[str, str], gateway: Gateway) -> None:
    lines = good(run("single_core.py", elf, **variables))
    name = next(Path("myexperiments").iterdir()).name
    assert re.fullmatch(r"I8500_\(1_thread\)_\d{6}_\d{6}", name)
    heads = [re.sub(r"\d{6}_\d{6}_[0-9a-f-]{36}", "UUID", line) for line in lines]
    assert heads[:11] == [
        "Setting up selected gateway...",
        f"Gateway has been set: {gateway.url}/gw",
        "Checking worker status...",
        "Worker status response: {'status': True}",
        "Core set to: I8500_(1_thread)",
        f"experiment name is set to: {name}",
        "creating experiment",
        "expUUID: UUID",
        VERSIONS,
        "creating report summary",
        "reportUUID: UUID",
    ]
    assert heads[15:21] == [
        "File encrypted using hybrid approach.",
        "uploading experiment package",
        "experiment is ready, downloading now",
        "Preparing download",
        "Decrypting package",
        "Unpacking package",
    ]
    assert lines[-2:] == ["Total Cycles: 123456", "Total Instructions: 98765"]
    assert (Path("myexperiments") / name / name / "reports/summary/summary.json").exists()
    assert gateway.complaints == []


def test_multi_core(tmp_path: Path, variables: dict[str, str]) -> None:
    elves = [str(write_elf(tmp_path / name)) for name in ("a.elf", "b.elf")]
    del variables["MIPS_ATLAS_CONFIG"]
    assert good(run("multi_core.py", *elves, KEY, **variables)) == [
        VERSIONS,
        "['Thread 0 IPC', 'Thread 0 Instructions Retired', 'Thread 1 IPC',"
        " 'Thread 1 Instructions Retired']",
        str(Path("myexperiments/both").absolute()),
    ]


def test_multi_core_without_a_service(tmp_path: Path) -> None:
    elves = [str(write_elf(tmp_path / name)) for name in ("a.elf", "b.elf")]
    done = run("multi_core.py", *elves, KEY, AEX_GLOBAL_API="http://127.0.0.1:9")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-3].startswith("Error: Gateway is not configured.")


def test_harness(elf: str, gateway: Gateway) -> None:
    lines = good(run("harness.py", elf, gateway.url, LC_ALL="C"))
    metrics = [
        "Level 1 Data Cache (L1DCache) Hits 74073",
        "Level 1 Data Cache (L1DCache) Hit Percent 99.7348",
        "Level 1 Data Cache (L1DCache) Hits: 74073",
        "Level 1 Data Cache (L1DCache) Misses: 197",
        "Level 1 Data Cache (L1DCache) Hit Percent: 99.7348",
    ]
    assert lines == [
        "gateway True", VERSIONS, VERSIONS, "cold 123456", *metrics, "warm 123456", *metrics,
    ]  # fmt: skip
    assert sorted(path.name for path in Path("runs").iterdir()) == ["cold", "warm"]


def test_notebook(elf: str, variables: dict[str, str]) -> None:
    assert good(run("notebook.py", elf, **variables)) == [VERSIONS, "123456 7"]


def test_refactored(elf: str, variables: dict[str, str]) -> None:
    lines = good(run("refactored.py", elf, **variables))
    assert lines[:2] == [VERSIONS, "123456 0.8 3"]
    assert lines[2:4] == [VERSIONS, "Core nonsense is not supported by the cloud capabilities."]
    assert lines[4].startswith("failed: ")


def test_no_connection() -> None:
    done = run("no_connection.py")
    assert (done.returncode, done.stderr) == (1, "")
    expected = "Cloud connection is not setup. Please run `atlasexplorer.py configure`\n"
    assert done.stdout == expected
