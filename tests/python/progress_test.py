"""The bar, with and without tqdm, in a terminal, a notebook and a file."""

from __future__ import annotations

import io
import sys
import types
from typing import Any

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


def test_shown_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = type("ZMQInteractiveShell", (), {})()
    ipython = types.SimpleNamespace(get_ipython=lambda: shell)
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    assert Bar(stream=io.StringIO(), use_tqdm=False).enabled


def test_tqdm_is_used_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []

    class Tqdm:
        n = 0.0

        def __init__(self, **options: Any) -> None:
            calls.append(options["total"])

        def set_description_str(self, desc: str, refresh: bool) -> None:
            calls.append(desc)

        def refresh(self) -> None:
            calls.append(self.n)

        def close(self) -> None:
            calls.append("closed")

    monkeypatch.setitem(sys.modules, "tqdm", types.ModuleType("tqdm"))
    auto = types.SimpleNamespace(tqdm=Tqdm)
    monkeypatch.setitem(sys.modules, "tqdm.auto", auto)
    with Bar(stream=Terminal()) as bar:
        bar(Progress("upload", 1, 2))
        bar(Progress("report"))
    assert calls == [100, "upload", 45.0, "report", 90.0, "closed"]


def test_without_tqdm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
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
