"""Makes one program of the fenced blocks of a page in a language, c or cpp: `c top` goes to file
scope, `c` into main, in their order, so that each block may use what the ones before it made."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def main() -> None:
    page = Path(sys.argv[1])
    made = Path(sys.argv[2])
    language = made.suffix[1:]
    text = page.read_text("utf-8")
    top: list[str] = []
    body: list[str] = []
    for match in re.finditer(rf"^```{language}( top)?\n(.*?)^```$", text, re.M | re.S):
        line = text.count("\n", 0, match.start(2)) + 1
        block = f'#line {line} "{page.name}"\n{match[2]}'
        (top if match[1] else body).append(block)
    if not body:
        sys.exit(f"{page}: no blocks")
    head = "int main(void) {" if language == "c" else "int main(int, char** arguments) {"
    program = "".join(top) + head + "\n" + "".join(body) + "return 0;\n}\n"
    made.write_text(program, encoding="utf-8")


if __name__ == "__main__":
    main()
