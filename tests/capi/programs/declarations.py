"""What the public C headers declare, for the tests that hold other lists against them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_FUNCTION = re.compile(r"^AEX_API\s+(.*?)\s*\b(aex_\w+)\(([^;]*)\);", re.S | re.M)
_STRUCTURE = re.compile(r"^typedef struct (aex_\w+) \{(.*?)^\}([^;]*);", re.S | re.M)
_TYPE = re.compile(r"^typedef [^{;]*?\(?\*?\b(aex_\w+)\)?(?:\([^;]*\))?;", re.S | re.M)
_MACRO = re.compile(r"^#define (AEX_\w+)[ \t]+(.*)$", re.M)
_OF_THE_RELEASE = re.compile(r"AEX_VERSION_(?:MINOR|PATCH|TEXT)$")
_DEFAULT = re.compile(r"\b(\w+);\s*/\*\*<\s*(?:[^*]*; )?((?:0|NULL|default): [^;*]*)")
# What decides who sees a declaration, and how.
_FRAME = re.compile(r'^(?:#(?:if|el|endif|undef|pragma)|extern "C"|\}$).*', re.M)
# A name before a comma or the end of a list; "(*name)" is what a type is called.
_PARAMETER_NAME = re.compile(r"(?<=[ *])(?<!\(\*)[a-z_]\w*(?=[,)])")
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


def _plain(text: str) -> str:
    return " ".join(_COMMENT.sub("", text).replace("\\\n", " ").split())


def _unnamed(text: str) -> str:
    return _PARAMETER_NAME.sub("", _plain(text)).replace(" ,", ",").replace(" )", ")")


def promises(folder: Path) -> dict[str, str]:
    """All that a caller's source relies on, but for enumerators, by kind and name. Where a text may
    grow it grows at its end."""
    found: dict[str, str] = {}
    for path in sources(folder):
        raw = path.read_text("utf-8").replace("\\\n", " ")
        text = _COMMENT.sub("", raw)
        found[f"header {path.name}"] = " ".join(_FRAME.findall(text))
        for returns, name, parameters in _FUNCTION.findall(text):
            found[f"function {name}"] = f"{_plain(returns)} ({_unnamed(parameters + ')')}"
            names = _PARAMETER_NAME.findall(_plain(parameters) + ")")
            if len(names) > 1:
                found[f"order {name}"] = " ".join(names)
        for name, fields, attributes in _STRUCTURE.findall(raw):
            extra = attributes.replace(name, "").strip()
            found[f"structure {name}"] = f"{extra} {_unnamed(fields)}".strip()
            for field, default in _DEFAULT.findall(fields):
                found[f"default {name}.{field}"] = " ".join(default.split())
        for match in _TYPE.finditer(text):
            found[f"type {match[1]}"] = _unnamed(match[0])
        for name, value in _MACRO.findall(text):
            if not _OF_THE_RELEASE.match(name):
                found[f"macro {name}"] = _plain(value).removesuffix("}").strip()
    return found


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
