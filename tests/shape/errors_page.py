"""docs/errors.md is generated from errors.def. `--write` writes it, the test compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

import tree

TABLE = "lib/include/atlasexplorer/errors.def"
PAGE = "docs/errors.md"
PROJECT = Path(__file__).resolve().parents[2]

STAGES = [
    "Anywhere", "Configuration", "Gateway", "Package and archive", "Envelope",
    "Transfer", "Job", "Report", "ELF and DWARF", "Engine",
]  # fmt: skip

HEAD = """\
# Errors

Generated from [errors.def](../{table}) by `tests/shape/errors_page.py --write`; do not edit.

Every failure of the library is one row of this table with a line of detail that names the file or
host. The hundreds digit of the number tells the stage where the run stopped. Numbers never change
their meaning. *Retry* means that the same call may succeed later. *Exit* is the exit status of the
`atlasexplorer` command. In C a code is called `AEX_E_` and its name in capitals; *Python* is the
class that a binding raises for it.
"""

COLUMNS = """\
| Number | Name | What happened, and what to do | Retry | Python | Exit |
|---|---|---|---|---|---|
"""


class Row(NamedTuple):
    number: int
    upper: str
    name: str
    text: str
    is_retryable: bool
    python_class: str
    exit_status: int
    remedy: str


_ROW = re.compile(
    r"""AEX_ERROR\(\s*(\d+)\s*,\s*(\w+)\s*,\s*(\w+)\s*,\s*((?:"(?:\\.|[^"\\])*"\s*)+),
        \s*([01])\s*,\s*(\w+)\s*,\s*(\d+)\s*,\s*((?:"(?:\\.|[^"\\])*"\s*)+)\)""",
    re.VERBOSE,
)


def joined(literals: str) -> str:
    """Adjacent string literals as one text."""
    parts = re.findall(r'"((?:\\.|[^"\\])*)"', literals)
    return "".join(parts).replace('\\"', '"').replace("\\\\", "\\")


def rows(text: str) -> list[Row]:
    """The table, in its order; every line that begins with AEX_ERROR must be understood."""
    text = tree.code(text, keep_strings=True)
    found = [
        Row(int(n), upper, name, joined(t), retry == "1", cls, int(status), joined(remedy))
        for n, upper, name, t, retry, cls, status, remedy in _ROW.findall(text)
    ]
    if len(found) != len(re.findall(r"^AEX_ERROR\(", text, re.M)):
        raise SystemExit(f"{TABLE}: a row is not understood")
    return found


def line(row: Row) -> str:
    retry = "yes" if row.is_retryable else "no"
    what = row.text[0].upper() + row.text[1:]
    return (
        f"| {row.number} | `{row.name}` | {what}. {row.remedy} | {retry} "
        f"| `{row.python_class}` | {row.exit_status} |"
    )


def page(table: str) -> str:
    parts = [HEAD.format(table=TABLE)]
    for hundred, stage in enumerate(STAGES):
        inside = [row for row in rows(table) if row.number // 100 == hundred]
        if inside:
            parts.append(f"\n## {stage}\n\n{COLUMNS}")
            parts.append("".join(line(row) + "\n" for row in inside))
    return "".join(parts)


def check_rows(table: list[Row]) -> list[str]:
    found = []
    for row in table:
        if row.upper.lower() != row.name:
            found.append(f"{TABLE}: {row.upper} and {row.name} differ")
    numbers = [row.number for row in table]
    if numbers != sorted(set(numbers)):
        found.append(f"{TABLE}: the numbers do not ascend")
    return found


def check(root: Path) -> list[str]:
    table = (root / TABLE).read_text("utf-8")
    found = check_rows(rows(table))
    if not (root / PAGE).is_file() or (root / PAGE).read_text("utf-8") != page(table):
        found.append(f"{PAGE} is stale: run tests/shape/errors_page.py --write")
    return found


BAD = {
    TABLE: '/* AEX_ERROR(1, n) */\nAEX_ERROR(20, NO_MEM, no_memory, "a, b", 1, E, 71,\n "c" "d")\n'
    'AEX_ERROR(10, CANCELLED, cancelled, "x", 0, E, 130, "y.")\n',
    PAGE: "# Errors\n",
}
EXPECTED = ["NO_MEM and no_memory differ", "the numbers do not ascend", "is stale"]

if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        (PROJECT / PAGE).write_text(page((PROJECT / TABLE).read_text("utf-8")), encoding="utf-8")
    else:
        tree.main(check, BAD, EXPECTED)
