"""What the public C headers declare, for the tests that hold other lists against them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_FUNCTION = re.compile(r"^AEX_API\s+(.*?)\s*\b(aex_\w+)\(([^;]*)\);", re.S | re.M)
_DECLARED = re.compile(r"^(?:AEX_API|typedef|enum)\b", re.M)


class Function(NamedTuple):
    name: str
    returns: str
    parameters: list[str]

    @property
    def can_fail(self) -> bool:
        return bool(self.parameters) and self.parameters[-1].startswith("aex_error** ")


def sources(folder: Path) -> list[Path]:
    return sorted(folder.glob("atlasexplorer/*.h"))


def functions(folder: Path) -> list[Function]:
    found = []
    for path in sources(folder):
        text = _COMMENT.sub("", path.read_text("utf-8"))
        for returns, name, parameters in _FUNCTION.findall(text):
            parts = [" ".join(part.split()) for part in parameters.split(",")]
            found.append(Function(name, returns, [] if parts == ["void"] else parts))
    return sorted(found)


def structures(folder: Path) -> list[str]:
    """Those whose layout a caller sees."""
    text = "".join(path.read_text("utf-8") for path in sources(folder))
    return sorted(re.findall(r"^typedef struct (aex_\w+) \{", text, re.M))


def without_since(folder: Path) -> list[str]:
    """Declarations that do not follow a comment with `@since`. An anonymous enumeration belongs
    to the typedef above it, a forward declaration to the comment above its group."""
    found = []
    for path in sources(folder):
        text = path.read_text("utf-8")
        for match in _DECLARED.finditer(text):
            before = text[: match.start()].rstrip()
            comment = before[before.rfind("/**") :]
            follows = before.endswith("*/") and "@since" in comment
            in_group = "\n\n" not in text[before.rfind("*/") : match.start()]
            if not follows and not (in_group and "@since" in comment):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.name}:{line}: no @since")
    return found
