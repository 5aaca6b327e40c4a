"""The library never prints, exits or aborts; only os/ touches the environment, files and time."""

from __future__ import annotations

import re
from pathlib import Path

import tree

_CALL = r"(?<![\w.>])(?:std::|::)?\b(?:{})\s*\("

# What a line of lib/ or capi/ must not hold, and the layer that may.
RULES = [
    (r"\bstd::c(?:out|err|log)\b|\bstd(?:out|err)\b|#\s*include\s*<iostream>", "prints", ()),
    (_CALL.format(r"v?f?printf|f?puts|f?putchar|putc|perror"), "prints", ()),
    (_CALL.format(r"(?:quick_)?exit|_Exit|abort|terminate|raise"), "ends the process", ()),
    (_CALL.format(r"_exit"), "ends the process", ("os",)),
    (_CALL.format(r"(?:secure_)?getenv|setenv|putenv|unsetenv"), "uses the environment", ("os",)),
    (_CALL.format(r"fopen|fdopen|freopen|tmpfile"), "opens a file", ("os",)),
    (r"#\s*include\s*<f?stream>|\bstd::[io]?fstream\b", "opens a file", ("os",)),
    (r"_clock::now\b|\bsleep_(?:for|until)\b", "uses the clock", ("os",)),
    (_CALL.format(r"s?rand|random") + r"|\brandom_device\b", "is random", ("os",)),
    (r"#\s*include\s*<(?:regex|filesystem)>|\bstd::(?:regex|filesystem)\b", "throws", ()),
    (r"\bstd::sto(?:i|l|ll|ul|ull|f|d|ld)\b|\.at\(", "throws", ()),
    (r"\bdynamic_cast\b|\btypeid\b", "needs RTTI", ()),
]


def folder_of(name: str) -> str:
    return name.split("/")[1]


def check(root: Path) -> list[str]:
    rules = [(re.compile(pattern), what, where) for pattern, what, where in RULES]
    found = []
    for path in tree.sources(root, "lib", "capi"):
        name = tree.relative(path, root)
        for number, line in tree.numbered(tree.code(path.read_text("utf-8"))):
            for pattern, what, where in rules:
                if folder_of(name) not in where and (match := pattern.search(line)):
                    found.append(f"{name}:{number}: {what}: {match.group(0).strip()}")
    return found


BAD = {
    "lib/job/a.cpp": 'void a() { printf("hi"); }\n// printf("no")\nconst char* s = "exit(1)";\n',
    "lib/job/b.cpp": "snprintf(b, n, f);\nint exit_status();\nx.exit();\nstd::exit(1);\n",
    "lib/job/c.cpp": "#include <iostream>\nauto home = ::getenv(kHome);\n",
    "lib/os/c.cpp": "auto home = ::getenv(kHome);\nabort();\n",
    "lib/net/d.cpp": "auto now = std::chrono::steady_clock::now();\nreturn map.at(key);\n",
    "capi/e.cpp": "int n = std::stoi(text);\n",
}
EXPECTED = [
    "lib/job/a.cpp:1: prints",
    "lib/job/b.cpp:4: ends the process",
    "lib/job/c.cpp:1: prints",
    "lib/job/c.cpp:2: uses the environment",
    "lib/os/c.cpp:2: ends the process",
    "lib/net/d.cpp:1: uses the clock",
    "lib/net/d.cpp:2: throws",
    "capi/e.cpp:1: throws",
]

if __name__ == "__main__":
    tree.main(check, BAD, EXPECTED)
