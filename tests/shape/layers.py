"""Includes go downward only, by path from lib/, as the list in lib/README.md says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import tree

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclass
class Layers:
    """The list: a folder's depth counts from the top, an opening allows one edge sideways."""

    depth: dict[str, int] = field(default_factory=dict)
    openings: set[tuple[str, str]] = field(default_factory=set)
    narrow: dict[str, set[str]] = field(default_factory=dict)

    def allows(self, source: str, target: str) -> bool:
        if source == target or (source, target) in self.openings:
            return True
        if source in self.narrow:
            return target in self.narrow[source]
        return self.depth[target] > self.depth[source]


def read(readme: Path) -> Layers:
    """Parses the fenced block `layers`: one line a layer, then `a -> b` and `a only b, c`."""
    layers = Layers()
    block = re.search(r"^```layers\n(.*?)^```", readme.read_text("utf-8"), re.M | re.S)
    if block is None:
        raise SystemExit(f"{readme}: no block ```layers")
    for number, line in tree.numbered(block.group(1)):
        if "->" in line:
            source, target = line.split("->")
            layers.openings.add((source.strip(), target.strip()))
        elif " only " in line:
            source, targets = line.split(" only ")
            layers.narrow[source.strip()] = {name.strip() for name in targets.split(",")}
        else:
            layers.depth.update((name.strip(), number) for name in line.split("|"))
    return layers


def owner(name: str, layers: Layers) -> str | None:
    """The layer that a file belongs to, by its path from the root."""
    name = name.replace("lib/", "", 1) if name.startswith("lib/") else name
    known = set(layers.depth) | set(layers.narrow)
    fitting = [folder for folder in known if name.startswith(folder + "/")]
    return max(fitting, key=len, default=None)


def resolve(root: Path, source: Path, text: str, quoted: bool) -> Path | None:
    """The project file that an include names; None for the system's and third parties'."""
    places = [root / "lib", root / "lib/include", root / "capi/include", root]
    if quoted and "lib" not in source.relative_to(root).parts[:1]:
        places.append(source.parent)
    for place in places:
        if (place / text).is_file():
            return place / text
    return None


def check_line(root: Path, source: Path, line: str, layers: Layers) -> str | None:
    match = _INCLUDE.match(line)
    if match is None:
        return None
    quoted, text = match.group(1) == '"', match.group(2)
    name = tree.relative(source, root)
    if ".." in text.split("/"):
        return f'"{text}" climbs; write it by path from lib/'
    target = resolve(root, source, text, quoted)
    if target is None:
        return f'"{text}" is no path from lib/ to a file' if quoted else None
    above, below = owner(name, layers), owner(tree.relative(target, root), layers)
    if above is None or below is None:
        return f'"{text}": one end is in no layer of lib/README.md'
    return None if layers.allows(above, below) else f"{above} may not include {below} ({text})"


def strays(root: Path, layers: Layers) -> list[str]:
    """Folders of lib/ that the list does not know."""
    known = set(layers.depth) | {"include"}
    folders = sorted(p.name for p in (root / "lib").iterdir() if p.is_dir())
    unknown = [name for name in folders if name not in known]
    return [f"lib/{name}: not in the list of lib/README.md" for name in unknown]


def check(root: Path) -> list[str]:
    layers = read(root / "lib/README.md")
    found = strays(root, layers)
    for source in tree.sources(root, "lib", "bindings", *tree.TOP):
        text = tree.code(source.read_text("utf-8"), keep_strings=True)
        for number, line in tree.numbered(text):
            fault = check_line(root, source, line, layers)
            if fault is not None:
                found.append(f"{tree.relative(source, root)}:{number}: {fault}")
    return found


BAD = {
    "lib/README.md": "```layers\ncapi | cli\ncapi/include\nnet | elf\nbase\n"
    "cli -> capi\nbindings only capi/include\n```\n",
    "lib/base/a.hpp": '#include "net/n.hpp"\n',
    "lib/net/n.hpp": '#include "elf/e.hpp"\n// #include "elf/e.hpp"\n',
    "lib/elf/e.hpp": '#include "f.hpp"\n#include <vector>\n#include "base/a.hpp"\n',
    "lib/elf/f.hpp": '#include "../base/a.hpp"\n',
    "lib/odd/o.hpp": "",
    "capi/include/atlasexplorer/c.h": "",
    "capi/c.hpp": "",
    "cli/main.cpp": '#include "capi/c.hpp"\n#include "net/n.hpp"\n',
    "bindings/b.cpp": '#include "net/n.hpp"\n#include <atlasexplorer/c.h>\n',
}
EXPECTED = [
    "lib/odd: not in the list",
    "lib/base/a.hpp:1: base may not include net",
    "lib/net/n.hpp:1: net may not include elf",
    'lib/elf/e.hpp:1: "f.hpp" is no path',
    'lib/elf/f.hpp:1: "../base/a.hpp" climbs',
    "bindings/b.cpp:1: bindings may not include net",
]

if __name__ == "__main__":
    tree.main(check, BAD, EXPECTED)
