"""The bar, with and without tqdm, in a terminal, a notebook and a file."""

from __future__ import annotations

import io
import sys
import types
from typing import Any, ClassVar

import pytest
from atlasexplorer import Bar, Client, Progress
from conftest import CORE


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_for_each_notice() -> None:
    stream = Terminal()
    with Bar(stream=stream, use_tqdm=False) as bar:
        bar(Progress("upload", 3, 4, 1.5))
        bar(Progress("poll", elapsed_s=2.0))
    lines = [line.strip() for line in stream.getvalue().split("\r")]
    assert lines == ["", "upload   [##################......]  75 %  1.5 s", "poll     2.0 s"]
    assert stream.getvalue().endswith("\n")


def test_silent_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    with Bar(stream=stream) as bar:
        bar(Progress("upload", 3, 4))
    assert stream.getvalue() == ""
    assert not Bar().enabled


@pytest.mark.parametrize(("wish", "is_shown"), [("0", False), ("1", True), ("", True)])
def test_a_variable_decides(monkeypatch: pytest.MonkeyPatch, wish: str, is_shown: bool) -> None:
    monkeypatch.setenv("AEX_PROGRESS", wish)
    assert Bar(stream=Terminal(), use_tqdm=False).enabled is is_shown
    assert Bar(stream=io.StringIO(), use_tqdm=False).enabled is (wish == "1")


class Tqdm:
    """Notes what is done to it."""

    calls: ClassVar[list[Any]] = []
    n = 0.0

    def __init__(self, **options: Any) -> None:
        self.calls[:] = [options["total"]]

    def set_description_str(self, desc: str, refresh: bool) -> None:
        self.calls.append(desc)

    def refresh(self) -> None:
        self.calls.append(self.n)

    def close(self) -> None:
        self.calls.append("closed")


class Notebook:
    """An IPython that keeps what its outputs show."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shown: list[str] = []
        shell = type("ZMQInteractiveShell", (), {})()
        ipython = types.SimpleNamespace(get_ipython=lambda: shell)
        display = types.SimpleNamespace(HTML=str, display=self.display)
        monkeypatch.setitem(sys.modules, "IPython", ipython)
        monkeypatch.setitem(sys.modules, "IPython.display", display)

    def display(self, html: str, display_id: bool) -> Any:
        assert display_id
        return types.SimpleNamespace(update=self.shown.append)


@pytest.mark.parametrize("missing", ["ipywidgets", "tqdm.notebook"])
def test_shown_in_a_notebook(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook(monkeypatch)
    monkeypatch.setitem(sys.modules, "ipywidgets", types.ModuleType("ipywidgets"))
    monkeypatch.setitem(sys.modules, missing, None)
    with Bar(stream=io.StringIO()) as bar:
        bar(Progress("upload", 1, 2, 1.5))
    assert ['value="45"' in html for html in notebook.shown] == [True, False]
    assert notebook.shown[0].endswith("</progress> upload, 1.5 s")
    assert notebook.shown[1].endswith("</progress> done, 1.5 s")
    with pytest.raises(LookupError), Bar(stream=io.StringIO()) as bar:
        bar(Progress("poll"))
        raise LookupError
    assert notebook.shown[-1].endswith("</progress> poll, 0.0 s")


def test_tqdm_is_used_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", types.SimpleNamespace(tqdm=Tqdm))
    with Bar(stream=Terminal()) as bar:
        bar(Progress("upload", 1, 2))
        bar(Progress("report"))
    assert Tqdm.calls == [100, "upload", 45.0, "report", 90.0, "done", 100.0, "closed"]
    with pytest.raises(LookupError), Bar(stream=Terminal()) as bar:
        bar(Progress("poll"))
        raise LookupError
    assert Tqdm.calls == [100, "poll", 50.0, "closed"]


def test_tqdm_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook(monkeypatch)
    monkeypatch.setitem(sys.modules, "ipywidgets", types.ModuleType("ipywidgets"))
    monkeypatch.setitem(sys.modules, "tqdm", types.ModuleType("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.notebook", types.SimpleNamespace(tqdm=Tqdm))
    with Bar() as bar:
        bar(Progress("upload", 1, 2))
    assert Tqdm.calls[-1] == "closed"
    assert notebook.shown == []


def test_without_tqdm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    stream = Terminal()
    with Bar(stream=stream) as bar:
        bar(Progress("upload", 1, 2))
    assert "50 %" in stream.getvalue()


def test_a_notice() -> None:
    progress = Progress("upload", 1, 4, 2.0)
    assert (progress.done, progress.total, progress.elapsed_s) == (1, 4, 2.0)
    assert progress.fraction == 0.25
    assert Progress("poll").fraction is None
    assert repr(progress) == "Progress(stage='upload', done=1, total=4)"


def test_with_a_run(elf: str) -> None:
    stream = Terminal()
    with Bar(stream=stream, use_tqdm=False) as bar:
        Client(backend="local").experiment(elf, core=CORE).run(on_progress=bar)
    assert "report" in stream.getvalue()
