"""What the gateway knows while it runs: experiments, complaints and what came."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import envelope
import results
from manifest import Expected
from options import Options
from package import check_package
from wire import Complaint


@dataclass
class Experiment:
    """One experiment, from createsignedurls to its result."""

    expected: Expected
    polls: int = 0
    is_uploaded: bool = False
    has_failed: bool = False
    result: bytes = b""
    worker: threading.Thread | None = None


def _cores(options: Options) -> list[dict[str, Any]]:
    cores = []
    for name in options.cores:
        threads = next((n for n in (2, 4) if f"({n}_threads)" in name), 1)
        cores.append({"name": name, "xlen": 64, "num_threads": threads, "num_cores": 1})
    return cores


@dataclass
class State:
    """Shared by both servers; every method may be called from any thread."""

    options: Options
    experiments: dict[str, Experiment] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    connections: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    used: set[bytes] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.key = envelope.make_key(self.options.key_bits)
        self.cores = _cores(self.options)

    def complain(self, text: str) -> None:
        """Records what a client did wrong."""
        with self.lock:
            self.complaints.append(text)

    def opened(self) -> None:
        """Counts a connection."""
        with self.lock:
            self.connections += 1

    def seen(self, request: str) -> int:
        """Records a request; how many of the same kind came, this one included."""
        with self.lock:
            self.requests.append(request)
            self.counts[request] = self.counts.get(request, 0) + 1
            return self.counts[request]

    def core(self, name: str) -> dict[str, Any] | None:
        """The entry of cloudcaps."""
        return next((core for core in self.cores if core["name"] == name), None)

    def add(self, expected: Expected) -> None:
        """A new experiment, which must not be known yet."""
        with self.lock:
            if expected.uuid in self.experiments:
                raise Complaint(f"exp-uuid {expected.uuid} was used before")
            self.experiments[expected.uuid] = Experiment(expected)

    def _use_once(self, what: str, value: bytes) -> None:
        with self.lock:
            is_new = value not in self.used
            self.used.add(value)
        if not is_new:
            self.complain(f"{what} was used before")

    def upload(self, experiment: Experiment, sealed: bytes) -> None:
        """Takes a package and has it run."""
        if experiment.is_uploaded:
            self.complain("the package was uploaded twice")
        experiment.is_uploaded = True
        experiment.worker = threading.Thread(target=self._run, args=(experiment, sealed))
        experiment.worker.start()

    def _run(self, experiment: Experiment, sealed: bytes) -> None:
        flaws: list[str] = []
        try:
            iv, packed = envelope.open_package(self.key, sealed, self.options.package_formats)
            self._use_once("the package's IV", iv)
            config, _ = check_package(packed, experiment.expected, flaws.append)
            otp = config["otp"]
            self._use_once("the otp", otp.encode())
            if not flaws:
                experiment.result = self._make_result(config, otp)
        except Complaint as complaint:
            flaws.append(str(complaint))
        except Exception as error:  # a worker that dies must be told
            flaws.append(f"the worker failed: {error!r}")
        for flaw in flaws:
            self.complain(f"package: {flaw}")
        experiment.has_failed = bool(flaws)

    def _make_result(self, config: dict[str, Any], otp: str) -> bytes:
        options = self.options
        packed = results.pack(results.make_tree(config, options), options)
        if options.has("result-wrong-otp"):
            otp = otp[::-1] + "x"
        sealed = envelope.seal_result(options.result_format, otp, packed, options.quick_keys)
        if options.has("result-truncated"):
            sealed = sealed[:-5]
        if options.has("result-tampered"):
            middle = len(sealed) // 2
            sealed = sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :]
        return b"" if options.has("result-empty") else sealed
