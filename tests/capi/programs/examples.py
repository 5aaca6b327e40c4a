"""Runs the examples that need no network as a user would: examples.py FOLDER SOURCE."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

MAX_LINES = 60


def main() -> None:
    programs, source = Path(sys.argv[1]), Path(sys.argv[2])
    elf = str(source / "examples/workloads/text.elf")
    faults = [
        p.name
        for p in source.glob("examples/*.c")
        if len(p.read_text("utf-8").splitlines()) > MAX_LINES
    ]
    assert not faults, f"over {MAX_LINES} lines: {faults}"
    with tempfile.TemporaryDirectory() as folder:

        def ran(name: str, *words: str, status: int = 0) -> str:
            kept = {k: v for k, v in os.environ.items() if not k.startswith(("AEX_", "MIPS_"))}
            variables = {**kept, "HOME": folder, "AEX_EXAMPLE_LOCAL": "1"}
            done = subprocess.run(
                [str(programs / name), *words],
                cwd=folder,
                text=True,
                capture_output=True,
                env=variables,
            )
            assert done.returncode == status, (name, done)
            return done.stdout

        experiment = ran("later", "submit", elf).strip()
        assert Path(experiment).is_dir(), experiment
        cycles = ran("later", "wait", experiment).split()
        assert int(cycles[0]) > 0 and cycles[1] == "cycles", cycles
        metrics = ran("report", experiment).splitlines()
        assert any(f"{cycles[0]}\tTotal Cycles Consumed" in line for line in metrics), metrics
        name = metrics[0].split("\t")[1]
        assert ran("report", experiment, name) == metrics[0] + "\n"
        assert ran("report", folder, status=66) == ""
        assert "given up after" in ran("cancel", elf, "0", status=130)
        assert ran("cancel", elf, str(10**15)) == "ended by itself\n"
        assert ran("transport") == "a-good-key: valid\nanother: refused\n"
        assert "text.c" in ran("sources", elf)


if __name__ == "__main__":
    main()
