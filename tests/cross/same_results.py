"""A command built for another host writes and prints what the one of this host does:
same_results.py --program COMMAND --native COMMAND [--narrow] [--self-check]
[--shared NAME] ELF..."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CORE = "I8500_(1_thread)"
SKIPPED = 77
TRACED = ("--trace", "--trace-limit", "20000")
# What two runs on one host do not share either: when they were begun, and their names.
OF_THE_RUN = re.compile(r'\d{6}_\d{6}(?:_[0-9a-f-]{36})?|"created_ms": \d+')
# What names the host: qemu-user knows no seccomp.
OF_THE_HOST = re.compile(r"^\S+ warning no filter of system calls here: .*\n", re.MULTILINE)
# A host of 32 bits lends a guest less memory, at whose end the stack is: there traces are compared
# without what registers and memory held.
VALUES = re.compile(r"  +\S+(?:=|\[).*")


def ended(program: Path, folder: Path, *words: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [program, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    text = f"{done.stdout}{OF_THE_HOST.sub('', done.stderr)}= {done.returncode}\n"
    return text.replace(str(folder), "HERE")


def told(program: Path, native: Path, elf: Path, folder: Path, model: str) -> dict[str, str]:
    """All that the verbs print and leave, by a name for each."""
    (folder / elf.name).write_bytes(elf.read_bytes())
    program = program.absolute()
    words = ("--local", "--core", CORE, "--model", model, "--expdir", ".", "--name", "e", *TRACED)
    texts = {"run": ended(program, folder, "run", *words, elf.name)}
    for verb, operand in (("report", "e"), ("hot", "e"), ("elf", elf.name), ("sources", elf.name)):
        texts[verb] = ended(program, folder, verb, operand)
        texts[f"{verb} --json"] = ended(program, folder, verb, "--json", operand)
    for path in sorted((folder / "e").rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".zstf":  # compressed or stored, as the host's libraries allow
            texts["trace"] = ended(program, folder, "trace", "--elf", elf.name, name)
            texts[name] = ended(native.absolute(), folder, "trace", "--elf", elf.name, name)
        elif path.is_file():
            text = path.read_bytes().decode("latin-1").replace(str(folder), "HERE")
            texts[name] = OF_THE_RUN.sub("*", text)
    return texts


def differences(mine: dict[str, str], theirs: dict[str, str], is_narrow: bool) -> list[str]:
    found = [f"only one host has {name}" for name in mine.keys() ^ theirs.keys()]
    for name in sorted(mine.keys() & theirs.keys()):
        first, second = mine[name], theirs[name]
        if is_narrow and ("trace" in name.lower() or name.endswith(".zstf")):
            first, second = (VALUES.sub("", text) for text in (first, second))
        pairs = zip(first.splitlines(), second.splitlines(), strict=False)
        line = next((pair for pair in pairs if pair[0] != pair[1]), None)
        if first != second:
            found.append(f"{name}: {line or 'one goes on longer'}")
    return found


def shared(name: str) -> Path:
    """A file of the real data, where that is at hand."""
    root = Path(os.environ.get("AEX_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    if not (root / name).is_file():
        print(f"the real data (../shared/{name}) is not on this machine")
        sys.exit(SKIPPED)
    return root / name


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--native", type=Path, required=True)
    parser.add_argument("--narrow", action="store_true", help="the other host has 32 bits")
    parser.add_argument("--self-check", action="store_true")
    parser.add_argument("--shared", type=shared, action="append", default=[])
    parser.add_argument("elf", type=Path, nargs="*")
    options = parser.parse_args()
    if not options.native.is_file():
        print("there is no command of this host to compare with: ./dev build")
        sys.exit(SKIPPED)
    faults = []
    for elf in options.elf + options.shared:
        with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
            model = "caches" if options.self_check else "cycles"
            mine = told(options.native, options.native, elf, Path(first), "cycles")
            theirs = told(options.program, options.native, elf, Path(second), model)
        if "reports/summary/summary.json" not in " ".join(mine):
            faults.append(f"{elf.name}: the run here failed: {mine['run']}")
        failed = [name for name, text in mine.items() if re.search(r"^= [1-9]", text, re.M)]
        faults += [f"{elf.name}: {name} failed here: {mine[name]}" for name in failed]
        faults += [f"{elf.name}: {fault}" for fault in differences(mine, theirs, options.narrow)]
        print(f"{elf.name}: {len(mine)} texts and files compared")
    if options.self_check:
        is_seen = any("summary.json" in fault for fault in faults)
        sys.exit(0 if is_seen else "another model makes no difference")
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main()
