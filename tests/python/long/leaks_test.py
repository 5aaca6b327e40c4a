"""Ten thousand objects made and destroyed, watched by valgrind and by the allocator's own books."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as Tree
from pathlib import Path

import pytest
from conftest import write_elf

CYCLES = """
import gc, sys
from atlasexplorer import AtlasExplorerError, Client, Experiment, Job, Report, Settings

def cycle():
    client = Client(backend="local")
    Experiment(client=client, workloads=["a.elf"])._native(client)
    client.cores()
    Report(sys.argv[1])
    try:
        client.experiment("gone.elf", core="x").check()
    except AtlasExplorerError:
        pass

def run(name):
    client = Client(backend="local")
    experiment = client.experiment(sys.argv[2], core=client.cores()[0].name, name=name)
    experiment.run(on_progress=lambda progress: None)
"""
WATCHED = """
for _ in range(10_000):
    cycle()
for number in range(20):
    Settings(channel="mine").origins()
    run(str(number))
    Job.open(str(number))
"""
COUNTED = """
import ctypes

class Heap(ctypes.Structure):
    _fields_ = [(f"f{i}", ctypes.c_size_t) for i in range(10)]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Heap

def in_use(times):
    for _ in range(times):
        cycle()
    gc.collect()
    heap = libc.mallinfo2()
    return heap.f4 + heap.f7  # bytes in use: mapped, and in the arena

uses = [in_use(1_000)] + [in_use(5_000) for _ in range(3)]
print(min(after - before for before, after in zip(uses, uses[1:])))
"""

pytestmark = pytest.mark.skipif(
    "libasan" in os.environ.get("LD_PRELOAD", ""), reason="another allocator"
)


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    summary = tmp_path / "summary.json"
    row = {"desc": "x" * 1000, "vis": 1, "val": 1}
    table = {"Statistics": {"Summary Performance Report": {"m": row, "ordered_keys": ["m"]}}}
    summary.write_text(json.dumps(table), encoding="utf-8")
    return [str(summary), str(write_elf(tmp_path / "app.elf"))]


def test_ten_thousand_cycles_leave_nothing_behind(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CYCLES + COUNTED, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONMALLOC": "malloc"},
    )
    # Less than a byte a cycle. What the allocator keeps for later counts as used, but comes once.
    assert int(done.stdout) < 5_000


def test_valgrind_sees_nothing_lost(arguments: list[str], tmp_path: Path) -> None:
    if shutil.which("valgrind") is None:
        pytest.skip("no valgrind")
    log = tmp_path / "valgrind.xml"
    options = ["--leak-check=full", "--undef-value-errors=no", "--num-callers=40", "--xml=yes"]
    python = Path(sys.executable).resolve()
    path = os.pathsep.join(place for place in sys.path if place)
    subprocess.run(
        ["valgrind", *options, f"--xml-file={log}", python, "-c", CYCLES + WATCHED, *arguments],
        check=True,
        env={**os.environ, "PYTHONMALLOC": "malloc", "PYTHONPATH": path},
    )
    found = Tree.parse(log).getroot().findall("error")
    ours = [Tree.tostring(error, "unicode") for error in found if is_ours(error)]
    assert ours == []


def is_ours(error: Tree.Element) -> bool:
    """True if one of our objects is in the stack; the interpreter itself is not clean."""
    objects = [frame.text or "" for frame in error.iter("obj")]
    certain = error.findtext("kind") != "Leak_PossiblyLost"
    return certain and any(
        "atlasexplorer" in Path(name).name or "_core." in name for name in objects
    )
