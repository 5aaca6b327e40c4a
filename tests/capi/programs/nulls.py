"""Writes a C99 program that calls every function of the headers with NULL and 0 for all it takes,
and those with an out-parameter once more with a place for it, which must stay as it was."""

from __future__ import annotations

import sys
from pathlib import Path

import declarations

HEAD = """#include <stdio.h>
#include <string.h>

#include "atlasexplorer/atlasexplorer.h"

static int faults;

static void expect(int is_right, const char* name) {
  if (!is_right) {
    ++faults;
    printf("%s did not refuse NULL\\n", name);
  }
}

int main(void) {
  unsigned char place[64], before[64];
  memset(place, 0x5a, sizeof place);
  memset(before, 0x5a, sizeof before);
"""
TAIL = """  expect(memcmp(place, before, sizeof place) == 0, "a function with an out-parameter");
  return faults;
}
"""


def call(function: declarations.Function, first: str = "0") -> str:
    zeros = ["0"] * len(function.parameters)
    zeros[:1] = [first] if zeros else []
    called = f"{function.name}({', '.join(zeros)})"
    if not function.can_fail:
        return f"  (void){called};\n"
    return f'  expect({called} == AEX_E_INVALID_ARGUMENT, "{function.name}");\n'


def main() -> None:
    found = declarations.functions(Path(sys.argv[1]))
    text = HEAD + "".join(call(function) for function in found)
    for function in found:
        has_out = function.can_fail and function.parameters[0].endswith(" out")
        takes_more = any("* " in part for part in function.parameters[1:2])
        if has_out and takes_more and function.name != "aex_settings_load":
            text += call(function, "(void*)place")
    Path(sys.argv[2]).write_text(text + TAIL, encoding="utf-8")


if __name__ == "__main__":
    main()
