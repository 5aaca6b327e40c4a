"""The static library shows what the shared one exports, and nothing else.

static_symbols.py NM LIBRARY GOLDEN."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> None:
    nm, library, golden = sys.argv[1:]
    command = [nm, "--defined-only", "--extern-only", "--format=posix", library]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    shown = {line.split()[0] for line in lines if len(line.split()) > 1}
    shown = {name for name in shown if not name.startswith("aex_own.")}
    wanted = {line.split()[0] for line in Path(golden).read_text("utf-8").splitlines()}
    for name in sorted(shown ^ wanted):
        print(f"{name} is {'extra' if name in shown else 'missing'}")
    sys.exit(shown != wanted)


if __name__ == "__main__":
    main()
