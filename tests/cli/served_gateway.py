"""A gateway for a test: `atlasexplorer serve` on a port of its own."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import tempfile
from pathlib import Path

STOP_TIMEOUT_S = 30
READY = "gateway ready at "


class Gateway:
    """Started by its construction; stop() tells what was wrong with it."""

    def __init__(self, program: Path, options: list[str]) -> None:
        self.key = secrets.token_hex(16)
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        self._log = (folder / "log").open("w+b")
        command = [str(program), "serve", "--listen", "127.0.0.1:0", "--data", str(folder / "data")]
        self._process = subprocess.Popen(
            [*command, *options],
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "AEX_GATEWAY_API_KEYS": self.key},
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith(READY):
            raise RuntimeError(f"the gateway did not start: {line!r} {self.log()}")
        self.url = line[len(READY) :].strip()

    def log(self) -> str:
        self._log.flush()
        return Path(self._log.name).read_text("utf-8", "replace")

    def stop(self) -> list[str]:
        self._process.send_signal(signal.SIGTERM)
        rest, _ = self._process.communicate(timeout=STOP_TIMEOUT_S)
        log = self.log()
        self._log.close()
        self._folder.cleanup()
        faults = []
        if self._process.returncode != 0:
            faults.append(f"the gateway ended with {self._process.returncode}: {log}")
        if rest:
            faults.append(f"the gateway printed more than its first line: {rest!r}")
        if self.key in log:
            faults.append("the gateway's log holds the key")
        return faults
