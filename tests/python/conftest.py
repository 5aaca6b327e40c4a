"""A service that is not ours, as a child process, and a home without settings."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from atlasexplorer import Client

PROJECT = Path(__file__).resolve().parents[2]
CORE = "I8500_(1_thread)"
KEY = "0123456789abcdef"


class Gateway:
    """The strict gateway (tests/strict_gateway)."""

    def __init__(self, *options: str) -> None:
        program = PROJECT / "tests" / "strict_gateway" / "strict_gateway.py"
        self._child = subprocess.Popen(
            ["/usr/bin/python3", "-B", str(program), *options], stdout=subprocess.PIPE, text=True
        )
        assert self._child.stdout is not None
        self.url = self._child.stdout.readline().strip()

    def client(self, **options: Any) -> Client:
        return Client(
            api_key=KEY,
            channel="development",
            region="us-west-2",
            global_api=self.url,
            **options,
        )

    def ask(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path) as answer:
            return json.load(answer)

    @property
    def complaints(self) -> Any:
        return self.ask("/_complaints")

    @property
    def requests(self) -> Any:
        return self.ask("/_requests")

    def stop(self) -> None:
        self._child.kill()
        self._child.wait()
        assert self._child.stdout is not None
        self._child.stdout.close()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home and working directory, and no variable that the library reads."""
    for name in list(os.environ):
        if name.startswith(("AEX_", "MIPS_ATLAS", "API_EXT", "XDG_")) and name != "AEX_SHARED":
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return folder


@pytest.fixture
def start_gateway() -> Iterator[Callable[..., Gateway]]:
    """Starts strict gateways with the options and faults of the test."""
    started: list[Gateway] = []

    def start(*options: str) -> Gateway:
        started.append(Gateway(*options))
        return started[-1]

    yield start
    for gateway in started:
        gateway.stop()


@pytest.fixture
def gateway(start_gateway: Callable[..., Gateway]) -> Gateway:
    """One without faults."""
    return start_gateway("--pending", "0", "--not-yet-count", "0")


@pytest.fixture
def elf(tmp_path: Path) -> str:
    """A workload for the cloud: a RISC-V ELF header with one segment."""
    return str(write_elf(tmp_path / "app.elf"))


EXIT = (0x05D00893, 0x00000513, 0x00000073)  # li a7, 93; li a0, 0; ecall
ILLEGAL = (0x00000000,)
FOR_EVER = (0x0000006F,)  # j .


def write_elf(path: Path, instructions: tuple[int, ...] = EXIT) -> Path:
    """A static RV64 executable of one page; by default it exits with status 0."""
    header = bytearray(b"\x7fELF\x02\x01\x01" + bytes(9))
    code = b"".join(word.to_bytes(4, "little") for word in instructions)
    entry = 0x10000 + 0x78
    header += b"".join(
        number.to_bytes(size, "little")
        for number, size in (
            (2, 2), (243, 2), (1, 4), (entry, 8), (64, 8), (0, 8), (4, 4), (64, 2), (56, 2),
            (1, 2), (64, 2), (0, 2), (0, 2),
        )
    )  # fmt: skip
    length = 0x78 + len(code)
    segment = b"".join(
        number.to_bytes(size, "little")
        for number, size in (
            (1, 4), (5, 4), (0, 8), (0x10000, 8), (0x10000, 8), (length, 8), (length, 8),
            (0x1000, 8),
        )
    )  # fmt: skip
    path.write_bytes(bytes(header) + segment + code)
    path.chmod(0o755)
    return path


@pytest.fixture
def data() -> Path:
    """The shared data; the test is skipped without."""
    folder = Path(os.environ.get("AEX_SHARED", str(PROJECT.parent / "shared"))) / "data"
    if not folder.is_dir():
        pytest.skip(f"no {folder}: set AEX_SHARED")
    return folder
