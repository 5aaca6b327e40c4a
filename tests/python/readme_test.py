"""The Python of the documents runs, as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import atlasexplorer
import pytest
from conftest import KEY, PROJECT, Gateway, write_elf

DOCUMENTS = ("README.md", "docs/python.md", "docs/migration.md")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(document: str) -> list[str]:
    return BLOCK.findall((PROJECT / document).read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_python_of_the_documents(document: str, gateway: Gateway) -> None:
    found = blocks(document)
    if not found:
        pytest.skip(f"{document} has no Python")
    program = "\n".join(found)
    for name in set(re.findall(r'"([\w./-]+\.elf)"', program)) - {"gone.elf"}:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        write_elf(Path(name))
    variables = {
        "MIPS_ATLAS_CONFIG": f"{KEY}:development:us-west-2",
        "AEX_GLOBAL_API": gateway.url,
        "PYTHONPATH": str(Path(atlasexplorer.__file__).parent.parent),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert gateway.complaints == []


def test_the_guide_has_examples() -> None:
    assert len(blocks("docs/python.md")) >= 6
