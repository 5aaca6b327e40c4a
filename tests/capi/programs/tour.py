"""Makes one C99 program of the fenced blocks of a page: `c top` goes to file scope, `c` into main,
in their order, so that each block may use what the ones before it made."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_BLOCK = re.compile(r"^```c( top)?\n(.*?)^```$", re.M | re.S)


def main() -> None:
    page = Path(sys.argv[1])
    text = page.read_text("utf-8")
    top: list[str] = []
    body: list[str] = []
    for match in _BLOCK.finditer(text):
        line = text.count("\n", 0, match.start(2)) + 1
        block = f'#line {line} "{page.name}"\n{match[2]}'
        (top if match[1] else body).append(block)
    if not body:
        sys.exit(f"{page}: no blocks")
    program = "".join(top) + "int main(void) {\n" + "".join(body) + "return 0;\n}\n"
    Path(sys.argv[2]).write_text(program, encoding="utf-8")


if __name__ == "__main__":
    main()
