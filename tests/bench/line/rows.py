"""A row of the table: what is done, by us and by others, each as a process of its own."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass
class Way:
    """One way to do what a row is about."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    over: list[str] | None = None
    """What is done without it, and does not count."""
    times: int = 1
    """What stands for so many."""
    seconds: list[float] = field(default_factory=list)
    peak_kib: int = 0

    def run(self) -> None:
        taken = self.time(self.command) - (self.time(self.over) if self.over else 0)
        self.seconds.append(taken * self.times)

    def time(self, command: list[str]) -> float:
        begin = time.monotonic()
        self.perform(command)
        return time.monotonic() - begin

    def weigh(self) -> None:
        """Measures by time(1): what Python itself starts inherits Python's peak."""
        note = Path("/tmp") / f"bench-{os.getpid()}"
        self.perform(["/usr/bin/time", "-f", "%M", "-o", str(note), *self.command])
        self.peak_kib = int(note.read_text().split()[-1])
        note.unlink()

    def perform(self, command: list[str]) -> None:
        environment = {**os.environ, **self.environment}
        done = subprocess.run(command, stdout=subprocess.DEVNULL, env=environment)
        if done.returncode != 0:
            sys.exit(f"bench: {self.name} failed: {' '.join(self.command)}")

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass
class Row:
    """What is done, by us first and by whom it is compared with."""

    title: str
    ways: list[Way]
    target: str
    bound: str
    work_bytes: int = 0
    clean: tuple[str, ...] = ()

    aside: list[Path] = field(default_factory=list)
    """Output that waits to be removed."""

    def measure(self, rounds: int) -> None:
        self.remove(self.output())
        for _ in range(rounds):
            for way in self.ways:
                way.run()
                self.set_aside()
        for way in self.ways:
            way.weigh()
            self.set_aside()
        self.remove(self.aside)
        print("\n".join(self.lines()), flush=True)

    def output(self) -> list[Path]:
        return [Path(path + end) for path in self.clean for end in ("", ".tar.gz")]

    def set_aside(self) -> None:
        """Of large files there is no room for many. Many files are not removed before the end: ext4
        without a journal looks at each inode that was freed in the last minute when it makes a
        file, for which the next way would pay."""
        if self.work_bytes:
            self.remove(self.output())
            return
        for path in filter(Path.exists, self.output()):
            self.aside.append(path.rename(f"{path}.{len(self.aside)}"))

    @staticmethod
    def remove(paths: list[Path]) -> None:
        for path in paths:
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)

    def lines(self) -> list[str]:
        ours = self.ways[0]
        lines = []
        for way in self.ways:
            ratio = "" if way is ours else f"{way.median / ours.median:.1f}×"
            speed = f"{self.work_bytes / way.median / 1e6:.0f} MB/s" if self.work_bytes else ""
            title, target = (self.title, self.target) if way is ours else ("", "")
            memory = f"{way.peak_kib / 1024:.0f} MiB"
            cells = [title, way.name, f"{way.median:.4f} s", speed, memory, ratio, target]
            lines.append(f"| {' | '.join(cells)} |")
        return lines
