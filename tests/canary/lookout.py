"""Runs the command with secrets that can be recognised, and looks for them wherever others could
see them: its output, its place in the process list, and files that are not its owner's alone."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
CORE = "I8500_(1_thread)"
TIMEOUT_S = 120
SKIPPED = 77

KEY = "canaryKEYwqzjx7391Uv"
PROXY_PASSWORD = "canaryPROXYkvbnm5527Rt"
PASSWORD = "canaryOTPhgfds8846YpLmNbVcXzQwErT"
SIGNATURE = "canarySIGNpoiuy6613Gd"

# Shorter waits, so that a failing call ends soon.
HASTE = {
    "AEX_POLL_FIRST_MS": "10",
    "AEX_POLL_LONGEST_MS": "50",
    "AEX_RETRY_FIRST_MS": "1",
    "AEX_STALL_MS": "1000",
    "AEX_ACCEPTANCE_MS": "100",
}


def spellings(secret: str) -> list[bytes]:
    """What a secret may look like when it is quoted, encoded or dumped."""
    raw = secret.encode()
    alike = [raw, quote(secret, safe="").encode(), raw.hex().encode(), raw.hex().upper().encode()]
    # Base64 in each of the three alignments, less the letters that depend on what is beside it.
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw).rstrip(b"=")
        alike.append(text[4 if shift else 0 : -2])
    return alike


def unpacked(content: bytes) -> bytes:
    if content[:2] != b"\x1f\x8b":
        return b""
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return b""


@dataclass
class Outcome:
    status: int
    output: str


@dataclass
class Lookout:
    """One home folder; what leaks there is gathered in `faults`."""

    program: Path
    home: Path
    secrets: dict[str, str] = field(
        default_factory=lambda: {
            "key": KEY,
            "password": PASSWORD,
            "signature": SIGNATURE,
            "proxy password": PROXY_PASSWORD,
        }
    )
    faults: list[str] = field(default_factory=list)
    runs: int = 0
    shown: list[tuple[bytes, str]] = field(default_factory=list)

    def workload(self) -> str:
        """A small one, in the home folder."""
        paths = list((ROOT / "examples/workloads").glob("*.elf"))
        smallest = min(paths, key=lambda path: path.stat().st_size)
        (self.home / "loop.elf").write_bytes(smallest.read_bytes())
        return "loop.elf"

    def found(self, content: bytes) -> Iterator[str]:
        for name, secret in self.secrets.items():
            if any(spelling in content for spelling in spellings(secret)):
                yield name
        if b"X-Signature=" in content or b"BEGIN PRIVATE KEY" in content:
            yield "signed address or private key"

    def search(self, content: bytes, where: str) -> None:
        for name in self.found(content):
            self.faults.append(f"the {name} is in {where}")

    def search_files(self, where: str) -> None:
        """Files that others may read; those that are packed are unpacked first."""
        for path in self.home.rglob("*"):
            if path.is_symlink() or not path.is_file() or not path.stat().st_mode & 0o077:
                continue
            content = path.read_bytes()
            self.search(content + unpacked(content), f"{path.relative_to(self.home)} {where}")

    def learn(self, folder: str) -> dict[str, str]:
        """Takes the secrets that the command drew for itself out of a run's journal."""
        path = self.home / folder / ".job.json"
        journal: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        for name in ("otp", "package_url", "status_url", "result_url"):
            secret = journal.get(name, "").partition("?")[2] or journal.get(name, "")
            if secret:
                self.secrets[f"{name} of {folder}"] = secret
        for content, where in self.shown:
            self.search(content, where)
        self.search_files(f"once {folder} was there")
        return journal

    def run(
        self, *words: str, stdin: str = "", environment: dict[str, str] | None = None
    ) -> Outcome:
        """The umask lets everybody read what the command does not protect itself."""
        self.runs += 1
        settings = {"PATH": os.environ["PATH"], "HOME": str(self.home), **HASTE}
        process = subprocess.Popen(
            [str(self.program), *words],
            cwd=self.home,
            env=settings | (environment or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            umask=0,
        )
        where = " ".join(words)
        watcher = threading.Thread(target=self.watch, args=(process, where))
        watcher.start()
        output, _ = process.communicate(stdin.encode(), timeout=TIMEOUT_S)
        watcher.join()
        self.shown.append((output, f"the output of {where}: {output.decode('utf-8', 'replace')}"))
        self.search(*self.shown[-1])
        self.search_files(f"after {where}")
        if process.returncode < 0:
            self.faults.append(f"{where} ended by signal {-process.returncode}")
        return Outcome(process.returncode, output.decode("utf-8", "replace"))

    def watch(self, process: subprocess.Popen[bytes], where: str) -> None:
        """Reads the process list, children included, until the process ends."""
        seen = set()
        while process.poll() is None:
            for line in family(process.pid):
                if line not in seen:
                    seen.add(line)
                    self.shown.append((line, f"the process list, by {where}"))
                    self.search(*self.shown[-1])
            time.sleep(0.001)


def family(pid: int) -> Iterator[bytes]:
    """The command lines of a process and of its children."""
    try:
        yield Path(f"/proc/{pid}/cmdline").read_bytes()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


class StrictGateway:
    """The stand-in for the service, as a process."""

    def __init__(self, *options: str) -> None:
        script = ROOT / "tests/strict_gateway/strict_gateway.py"
        command = [sys.executable, "-B", str(script), "--api-key", KEY, *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        if not self.url:
            print("skipped: the strict gateway did not start; it needs python3-cryptography")
            sys.exit(SKIPPED)

    def environment(self, level: str = "debug") -> dict[str, str]:
        return {
            "MIPS_ATLAS_CONFIG": f"{KEY}:development:us-west-2",
            "AEX_GLOBAL_API": self.url,
            "AEX_LOG": level,
        }

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate()
