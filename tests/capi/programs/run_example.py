"""Runs examples/run as a user would: in the process, against a gateway that is not ours, against
our own, and interrupted; and how much memory a large workload takes."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SKIPPED = 77
API_KEY = "0123456789abcdef"
LARGE_BYTES = 20_000_000
KIB = 1024
SCRYPT_KIB = 16 * KIB  # N = 16384, r = 8
RUN_KIB = 8 * KIB

Measure = Callable[[list[str], Path, str], tuple[int, int]]

_PEAK = re.compile(r"^Name:\s+(\S+)$.*^VmHWM:\s+(\d+) kB", re.M | re.S)
_CALL = re.compile(r"^\d+ (\w+)\(([^)]*)\) = (0x[0-9a-f]+|0)$", re.M)


def workload(source: Path) -> Path | None:
    """An ELF file of the project, else of the real data where that is at hand."""
    shared = Path(os.environ.get("AEX_SHARED", source.parent / "shared"))
    found = sorted(source.glob("examples/workloads/**/*.elf"))
    return next(iter([*found, *sorted(shared.glob("data/*.elf"))]), None)


def environment(home: Path, url: str | None) -> dict[str, str]:
    ours = ("AEX_", "MIPS_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    if url is not None:
        kept["AEX_GLOBAL_API"] = url
        kept["MIPS_ATLAS_CONFIG"] = f"{API_KEY}:development:us-west-2"
    if url is not None and url.startswith("https:"):
        kept["AEX_CA_FILE"] = str(home / "ca.pem")
    return {**kept, "HOME": str(home)}


def started(command: list[str]) -> tuple[subprocess.Popen[str], str]:
    """A gateway, and its URL: the last word of its first line."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline().split()
    if not line:
        process.wait()
        print(f"{command[:2]} cannot run here (is python3-cryptography missing?)")
        sys.exit(SKIPPED)
    return process, line[-1]


def strict_gateway(source: Path, pending: int, *more: str) -> tuple[subprocess.Popen[str], str]:
    script = source / "tests/strict_gateway/strict_gateway.py"
    return started(["/usr/bin/python3", str(script), "--pending", str(pending), *more])


def tls_gateway(source: Path, folder: Path) -> tuple[subprocess.Popen[str], str]:
    """Over TLS, with a certificate for "localhost" of a CA that is in ca.pem."""
    script = source / "tests/net/make_certificates.sh"
    subprocess.run(["sh", str(script), str(folder)], check=True, capture_output=True)
    files = ["--tls-cert", str(folder / "good.pem"), "--tls-key", str(folder / "good.key")]
    return strict_gateway(source, 2, "--listen", "localhost:0", *files)


def own_gateway(command: str, data: Path) -> tuple[subprocess.Popen[str], str]:
    where = ["--listen", "127.0.0.1:0", "--data", str(data), "--channel", "development:us-west-2"]
    return started([command, "serve", *where, "--api-key", API_KEY])


def expect(is_right: bool, done: object) -> None:
    if not is_right:
        sys.exit(f"unexpected: {done}")


def finished(program: str, arguments: list[str], home: Path, url: str | None) -> None:
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, cwd=home, env=environment(home, url)
    )
    expect(done.returncode == 0, done)
    lines = dict(line.split(None, 1) for line in done.stdout.splitlines())
    expect(int(lines["instructions"]) > 0, done)
    expect(Path(lines["summary"]).is_file(), done)
    expect(API_KEY not in done.stdout + done.stderr, done)


def interrupted(program: str, elf: Path, home: Path, url: str) -> None:
    """Ctrl-C in the wait: the exit status of a cancelled run, and the folder to resume from."""
    command = [program, str(elf)]
    child = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=home, env=environment(home, url)
    )
    assert child.stderr is not None
    told = ""
    while "poll" not in told:
        letter = child.stderr.read(1)
        expect(letter != "", told)
        told += letter
    child.send_signal(signal.SIGINT)
    told += child.stderr.read()
    expect(child.wait() == 130 and "run: the job is in " in told, told)
    folder = Path(told.rsplit("run: the job is in ", 1)[1].strip())
    expect((folder / ".job.json").is_file(), folder)


def peak_kib(command: list[str], home: Path, url: str) -> tuple[int, int]:
    """Exit status and peak of the memory that is resident, as its last look tells: what wait4 gives
    counts this interpreter, from which the program was started."""
    peak = 0
    with (home / "output").open("w") as output:
        child = subprocess.Popen(
            command, cwd=home, env=environment(home, url), stdout=output, stderr=output
        )
        status = Path(f"/proc/{child.pid}/status")
        while child.poll() is None:
            found = _PEAK.search(status.read_text())
            if found is not None and found[1] == Path(command[0]).name[:15]:
                peak = max(peak, int(found[2]))
            time.sleep(0.0005)
    return child.returncode, peak


class GuestMemory:
    """What a program under qemu-user has of its system: bytes mapped, from where, and the heap.
    Reservations without access do not count, and neither does the stack of main()."""

    def __init__(self) -> None:
        self.mapped: dict[int, int] = {}
        self.heap = (0, 0)

    def unmap(self, first: int, size: int) -> None:
        end = first + size
        for at, length in list(self.mapped.items()):
            if at < end and first < at + length:
                del self.mapped[at]
                if at < first:
                    self.mapped[at] = first - at
                if at + length > end:
                    self.mapped[end] = at + length - end

    def see(self, call: str, words: list[str], result: int) -> None:
        if call == "brk":
            self.heap = (self.heap[0] or result, result)
        elif call in ("mmap", "mmap2", "old_mmap"):
            self.unmap(result, int(words[1], 0))
            if words[2] != "PROT_NONE":
                self.mapped[result] = int(words[1], 0)
        elif call == "munmap":
            self.unmap(int(words[0], 0), int(words[1], 0))
        elif call == "mremap":
            self.unmap(int(words[0], 0), int(words[1], 0))
            self.mapped[result] = int(words[2], 0)

    def kib(self) -> int:
        return (sum(self.mapped.values()) + self.heap[1] - self.heap[0]) // KIB


def asked_kib(command: list[str], home: Path, url: str) -> tuple[int, int]:
    """The same under qemu-user, whose own memory is nobody's business: its record of system calls
    tells what the program asks for, which is no less than what becomes resident."""
    traced = {**environment(home, url), "QEMU_STRACE": "1"}
    done = subprocess.run(command, cwd=home, env=traced, capture_output=True)
    (home / "output").write_bytes(done.stdout)
    memory, peak = GuestMemory(), 0
    for call, words, result in _CALL.findall(done.stderr.decode("latin-1")):
        memory.see(call, words.split(","), int(result, 16))
        peak = max(peak, memory.kib())
    expect(peak > KIB, "no record of qemu-user")
    return done.returncode, peak


def memory(measure: Measure, program: str, elf: Path, home: Path, url: str) -> None:
    """Over the same program without a workload: at most 8 MiB and the table of scrypt."""
    large = home / "large.elf"
    large.write_bytes(elf.read_bytes() + os.urandom(LARGE_BYTES))
    _, start = measure([program], home, url)
    status, whole = measure([program, str(large)], home, url)
    expect(status == 0, (home / "output").read_text("utf-8"))
    print(f"{start} KiB to start, {whole - start} KiB more for the run")
    expect(whole - start <= RUN_KIB + SCRYPT_KIB, "that is too much")


def main() -> None:
    parser = argparse.ArgumentParser()
    cases = ["local", "gateway", "tls_gateway", "own_gateway", "interrupted", "memory"]
    parser.add_argument("case", choices=cases)
    parser.add_argument("--program", required=True)
    parser.add_argument("--command", help="the atlasexplorer command, for own_gateway")
    parser.add_argument("--emulated", action="store_true", help="the program runs under qemu-user")
    parser.add_argument("--source", type=Path, required=True)
    options = parser.parse_args()
    elf = workload(options.source)
    if elf is None:
        print("there is no ELF file: neither examples/workloads nor ../shared/data")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if options.case == "local":
            finished(options.program, ["--local", str(elf)], home, None)
            return
        if options.case == "own_gateway":
            process, url = own_gateway(options.command, home / "gateway")
        elif options.case == "tls_gateway":
            process, url = tls_gateway(options.source, home)
        else:
            pending = 1_000_000 if options.case == "interrupted" else 2
            process, url = strict_gateway(options.source, pending)
        try:
            if options.case == "interrupted":
                interrupted(options.program, elf, home, url)
            elif options.case == "memory":
                measure = asked_kib if options.emulated else peak_kib
                memory(measure, options.program, elf, home, url)
            else:
                finished(options.program, [str(elf)], home, url)
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
