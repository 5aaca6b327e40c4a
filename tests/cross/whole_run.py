"""A command built for another host against the gateway of this one, over TLS, with results in both
envelopes: whole_run.py --program COMMAND --native COMMAND --later EXAMPLE --source PROJECT"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CORE = "I8500_(1_thread)"
KEY = "0123456789abcdef"
READY = "gateway ready at "
REFUSED_STATUS = 69
SKIPPED = 77


@contextmanager
def gateway(native: Path, folder: Path, envelope: str) -> Iterator[str]:
    """Its URL; the name is the certificate's, since mbedTLS 2.28 knows no addresses there."""
    where = ["--listen", "localhost:0", "--data", str(folder / f"data-{envelope}")]
    files = ["--tls-cert", str(folder / "good.pem"), "--tls-key", str(folder / "good.key")]
    process = subprocess.Popen(
        [native, "serve", *where, *files, "--result-format", envelope],
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "AEX_GATEWAY_API_KEYS": KEY},
        stdout=subprocess.PIPE,
        stderr=(folder / f"log-{envelope}").open("wb"),
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith(f"{READY}https://localhost:"), line
    try:
        yield line.removeprefix(READY).strip()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


class Host:
    """Runs programs of the other host in a folder, each with the same settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = {"MIPS_ATLAS_CONFIG": f"{KEY}:local:local", "no_proxy": "*"}

    def run(self, *words: str | Path, status: int = 0, **settings: str) -> str:
        base = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [str(word) for word in words],
            cwd=self.folder,
            env={**base, **self.settings, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != status or KEY in done.stdout + done.stderr:
            sys.exit(f"{words[1:]} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def expect_report(self, name: str) -> None:
        """As the engine of this host makes it."""
        paths = [self.folder / run / run / "reports/summary/summary.json" for run in (name, "here")]
        first, second = (path.read_bytes() for path in paths)
        if first != second:
            sys.exit(f"{name}: its summary.json is not that of a run on this host")


def exercise(host: Host, program: Path, later: Path, elf: str, envelope: str) -> None:
    """Cores, a whole run, and one that another process submitted."""
    assert CORE in host.run(program, "cores")
    name = f"run-{envelope}"
    told = host.run(program, "run", "--core", CORE, "--name", name, "--expdir", ".", elf)
    assert "Total Instructions Retired" in told, told
    host.expect_report(name)
    for finish in (["resume"], ["wait"]):
        submitted = Path(host.run(later, "submit", elf).strip())
        if finish == ["resume"]:
            host.run(program, *finish, submitted)
        else:
            assert " cycles" in host.run(later, *finish, submitted)
        report = submitted / submitted.name / "reports/summary/summary.json"
        here = host.folder / "here/here/reports/summary/summary.json"
        assert report.read_bytes() == here.read_bytes(), report


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("program", "native", "later", "source"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    if not options.native.is_file():
        print("there is no command of this host to serve with: ./dev build")
        sys.exit(SKIPPED)
    program, native, later = (
        path.absolute() for path in (options.program, options.native, options.later)
    )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        script = options.source / "tests/net/make_certificates.sh"
        subprocess.run(["sh", str(script), scratch], check=True, capture_output=True)
        elf = "text.elf"
        (folder / elf).write_bytes((options.source / "examples/workloads" / elf).read_bytes())
        host = Host(folder)
        words = ("--local", "--core", CORE, "--name", "here", "--expdir", ".")
        host.run(native, "run", *words, elf)
        for envelope in ("v1", "v2"):
            with gateway(native, folder, envelope) as url:
                host.settings |= {"AEX_GLOBAL_API": url, "AEX_CA_FILE": str(folder / "ca.pem")}
                exercise(host, program, later, elf, envelope)
                stranger = str(folder / "other_ca.pem")
                host.run(program, "cores", status=REFUSED_STATUS, AEX_CA_FILE=stranger)


if __name__ == "__main__":
    main()
