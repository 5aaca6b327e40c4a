"""What the command does on a terminal: questions, hidden input, the line of progress."""

from __future__ import annotations

import argparse
import json
import os
import pty
import select
import stat
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

from served_gateway import Gateway

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 60
SETTINGS = ".config/mips/atlaspy/config.json"


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, program: Path, words: list[str], environment: dict[str, str]) -> None:
        self.output = ""
        self._seen = 0
        self._pid, self._master = pty.fork()
        if self._pid == 0:
            os.chdir(environment["HOME"])
            os.execve(program, ["atlasexplorer", *words], {"TERM": "xterm", **environment})

    def _read(self) -> bool:
        if not select.select([self._master], [], [], TIMEOUT_S)[0]:
            raise TimeoutError(f"nothing came after: {self.output!r}")
        try:
            some = os.read(self._master, 4096)
        except OSError:
            return False
        self.output += some.decode()
        return bool(some)

    def expect(self, text: str) -> None:
        while (at := self.output.find(text, self._seen)) < 0:
            if not self._read():
                raise AssertionError(f"{text!r} did not come: {self.output!r}")
        self._seen = at + len(text)

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self._master)[3] & termios.ECHO)

    def expect_echo(self, wanted: bool) -> None:
        deadline = time.monotonic() + TIMEOUT_S
        while self.echoes() != wanted:
            if time.monotonic() > deadline:
                raise AssertionError(f"echo is {not wanted} after: {self.output!r}")
            select.select([], [], [], 0.001)

    def send(self, text: str) -> None:
        os.write(self._master, text.encode())

    def end(self) -> int:
        while self._read():
            pass
        _, status = os.waitpid(self._pid, 0)
        os.close(self._master)
        return os.waitstatus_to_exitcode(status)


def same(actual: object, wanted: object, context: str = "") -> None:
    if actual != wanted:
        raise AssertionError(f"{actual!r}, not {wanted!r} {context}")


def absent(text: str, output: str) -> None:
    if text in output:
        raise AssertionError(f"{text!r} was shown: {output!r}")


class Bench:
    """What a test needs: the program, a home folder, and gateways that are stopped at the end."""

    def __init__(self, program: Path, home: Path) -> None:
        self.program = program
        self.home = home
        self.gateways: list[Gateway] = []
        self.services: list[subprocess.Popen[str]] = []

    def strict_gateway(self, *options: str) -> str:
        """The stand-in for the service, which can be as slow as a test wants; its URL."""
        command = [sys.executable, "-B", str(ROOT / "tests/strict_gateway/strict_gateway.py")]
        service = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
        self.services.append(service)
        assert service.stdout is not None
        return service.stdout.readline().strip()

    def close(self) -> list[str]:
        for service in self.services:
            service.terminate()
            service.communicate()
        return [fault for gateway in self.gateways for fault in gateway.stop()]

    def gateway(self, *options: str) -> Gateway:
        self.gateways.append(Gateway(self.program, list(options)))
        return self.gateways[-1]

    def terminal(self, *words: str, **variables: str) -> Terminal:
        environment = {"HOME": str(self.home), "no_proxy": "*", **variables}
        return Terminal(self.program, list(words), environment)

    def settings(self) -> dict[str, str]:
        path = self.home / SETTINGS
        same(stat.S_IMODE(path.stat().st_mode), 0o600)
        same(stat.S_IMODE(path.parent.stat().st_mode), 0o700)
        loaded: dict[str, str] = json.loads(path.read_text("utf-8"))
        return loaded


def smallest_workload() -> Path | None:
    paths = list((ROOT / "examples/workloads").glob("*.elf"))
    if not paths:
        print("a part is skipped: examples/workloads holds no ELF file")
        return None
    return min(paths, key=lambda path: path.stat().st_size)


def enter_key(terminal: Terminal, key: str) -> None:
    terminal.expect("API key (not shown): ")
    terminal.expect_echo(False)
    terminal.send(key + "\n")


def one_choice_is_taken(bench: Bench) -> None:
    gateway = bench.gateway("--channel", "lab:here")
    terminal = bench.terminal("configure", "--global-api", gateway.url)
    enter_key(terminal, gateway.key)
    terminal.expect("The key is valid.")
    terminal.expect("The only channel is taken: lab")
    terminal.expect("The only region is taken: here")
    same(terminal.end(), 0)
    absent(gateway.key, terminal.output)
    same(list((bench.home / SETTINGS).parent.iterdir()), [bench.home / SETTINGS])
    wanted = {"apikey": gateway.key, "channel": "lab", "region": "here", "global_api": gateway.url}
    same(bench.settings(), wanted)


def several_choices_are_asked(bench: Bench) -> None:
    gateway = bench.gateway("--channel", "a:x", "--channel", "b:y", "--channel", "b:z")
    terminal = bench.terminal("configure", AEX_GLOBAL_API=gateway.url)
    enter_key(terminal, "wrong-key")
    terminal.expect("refused")
    enter_key(terminal, gateway.key)
    terminal.expect("Which channel: ")
    terminal.send("3\n")
    terminal.expect("Answer with a number from 1 to 2, or a name.")
    terminal.expect("Which channel: ")
    terminal.send("2\n")
    terminal.expect("Which region: ")
    terminal.send("z\n")
    same(terminal.end(), 0, terminal.output)
    absent("wrong-key", terminal.output)
    same((bench.settings()["channel"], bench.settings()["region"]), ("b", "z"))

    again = bench.terminal("configure")
    enter_key(again, gateway.key)
    again.expect("Which channel [b]: ")
    again.send("\n")
    again.expect("Which region [z]: ")
    again.send("1\n")
    same(again.end(), 0, again.output)
    same(bench.settings()["region"], "y")


def an_interrupt_restores_the_terminal(bench: Bench) -> None:
    terminal = bench.terminal("configure", "--global-api", "http://127.0.0.1:9")
    terminal.expect("API key (not shown): ")
    terminal.expect_echo(False)
    terminal.send("half a k\x03")
    terminal.expect_echo(True)
    same(terminal.end(), 130, terminal.output)
    absent("half", terminal.output)
    same((bench.home / SETTINGS).exists(), False)


def three_refusals_end_it(bench: Bench) -> None:
    gateway = bench.gateway()
    terminal = bench.terminal("configure", "--global-api", gateway.url)
    for _ in range(3):
        enter_key(terminal, "wrong-key")
    same(terminal.end(), 77, terminal.output)
    same((bench.home / SETTINGS).exists(), False)


def errors_are_red_unless_unwanted(bench: Bench) -> None:
    terminal = bench.terminal("report", "nowhere")
    same(terminal.end(), 66)
    terminal.expect("\x1b[31matlasexplorer: ")
    plain = bench.terminal("report", "nowhere", NO_COLOR="1")
    same(plain.end(), 66)
    absent("\x1b", plain.output)


def progress_is_one_line_that_goes_away(bench: Bench) -> None:
    elf = smallest_workload()
    if elf is None:
        return
    terminal = bench.terminal("run", "--local", "--core", "I8500_(1_thread)", str(elf))
    same(terminal.end(), 0, terminal.output)
    terminal.expect("\r\x1b[K[1/10] config")
    terminal.expect("\r\x1b[K[6/10] simulate")
    terminal.expect("Total Instructions Retired")
    progress = terminal.output[: terminal.output.index("Total Instructions")]
    last = progress.rindex("/10]")
    if "\r\x1b[K" not in progress[last:]:
        raise AssertionError(f"the line stays: {progress!r}")


def an_interrupted_run_can_be_resumed(bench: Bench) -> None:
    elf = smallest_workload()
    if elf is None:
        return
    service = bench.strict_gateway("--pending", "1000000")
    settings = {"MIPS_ATLAS_CONFIG": "0123456789abcdef:development:us-west-2"}
    settings["AEX_GLOBAL_API"] = service
    words = ["run", "--core", "I8500_(1_thread)", "--expdir", ".", "--name", "one", str(elf)]
    terminal = bench.terminal(*words, **settings)
    terminal.expect("[6/10] poll")
    terminal.send("\x03")
    same(terminal.end(), 130, terminal.output)
    terminal.expect("the experiment goes on; fetch it with: atlasexplorer resume '")
    same(stat.S_IMODE((bench.home / "one/.job.json").stat().st_mode), 0o600)
    again = bench.terminal("resume", "one", "--timeout-s", "1", **settings)
    same(again.end(), 75, again.output)
    again.expect("can be resumed from")


TESTS: list[Callable[[Bench], None]] = [
    one_choice_is_taken,
    several_choices_are_asked,
    an_interrupt_restores_the_terminal,
    three_refusals_end_it,
    errors_are_red_unless_unwanted,
    progress_is_one_line_that_goes_away,
    an_interrupted_run_can_be_resumed,
]


def perform(test: Callable[[Bench], None], program: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(program, Path(home))
        found = []
        try:
            test(bench)
        except (AssertionError, TimeoutError, OSError) as error:
            found.append(str(error))
        found += bench.close()
    return [f"{test.__name__}: {fault}" for fault in found]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--only", default="", help="tests whose name holds this")
    options = parser.parse_args()
    chosen = [test for test in TESTS if options.only in test.__name__]
    faults = [fault for test in chosen for fault in perform(test, options.program.resolve())]
    print("\n".join(faults) or f"{len(chosen)} tests passed")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
