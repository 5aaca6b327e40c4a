"""The notebooks of examples/notebooks, executed against the gateway of the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import atlasexplorer
import pytest
from conftest import PROJECT

NOTEBOOKS = sorted((PROJECT / "examples" / "notebooks").glob("*.ipynb"))
COMMAND = Path(atlasexplorer.__file__).parent / "_native" / "atlasexplorer"
KEY = "8d2f1c0a9b7e6d5c4b3a29181706f5e4"
EXECUTE = """
import sys
import nbclient, nbformat
path, out, folder = sys.argv[1:]
notebook = nbformat.read(path, 4)
options = {"timeout": 300, "resources": {"metadata": {"path": folder}}}
nbclient.NotebookClient(notebook, **options).execute()
nbformat.write(notebook, out)
"""


def cells(path: Path) -> list[Any]:
    listed: list[Any] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return listed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_kept_without_outputs(path: Path) -> None:
    code = [cell for cell in cells(path) if cell["cell_type"] == "code"]
    assert all((cell["outputs"], cell["execution_count"]) == ([], None) for cell in code)
    assert len(code) < len(cells(path)) < 2 * len(code) + 2  # a tutorial has text


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The URL of our gateway."""
    options = ["--listen", "127.0.0.1:0", "--data", str(tmp_path / "served"), "--api-key", KEY]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(
            [COMMAND, "serve", *options], stdout=subprocess.PIPE, stderr=log, text=True
        ) as gateway,
    ):
        assert gateway.stdout is not None
        yield gateway.stdout.readline().split()[-1]
        gateway.terminate()


@pytest.mark.skipif("libasan" in os.environ.get("LD_PRELOAD", ""), reason="not for kernels")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_executes_and_draws(path: Path, served: str, tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (tmp_path / "workloads").symlink_to(PROJECT / "examples" / "workloads")
    variables = {
        "MIPS_ATLAS_CONFIG": f"{KEY}:local:local",
        "AEX_GLOBAL_API": served,
        "PYTHONPATH": str(Path(atlasexplorer.__file__).parent.parent),
        "PYTHONWARNINGS": "default",
        "MPLCONFIGDIR": str(tmp_path / "matplotlib"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
    }
    out = tmp_path / "executed.ipynb"
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(path), str(out), str(folder)],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outputs = [shown for cell in cells(out) for shown in cell.get("outputs", [])]
    forms = [form for shown in outputs for form in shown.get("data", {})]
    assert forms.count("image/png") >= 4
    assert "text/html" in forms
    assert any("<progress" in "".join(o.get("data", {}).get("text/html", "")) for o in outputs)
    assert [shown for shown in outputs if shown.get("name") == "stderr"] == []
    assert KEY not in out.read_text(encoding="utf-8")
