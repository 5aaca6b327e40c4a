"""A progress bar for terminals and notebooks, without any other package; tqdm if it is there."""

from __future__ import annotations

import os
import sys

from atlasexplorer._core import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any, Protocol, TextIO

    class _Shown(Protocol):
        """One way to show where a run is."""

        def show(self, stage: str, done: int, total: int, elapsed_s: float) -> None: ...
        def end(self, is_good: bool) -> None: ...


__all__ = ["Bar", "Progress"]

_WIDTH = 24
_STAGES = (
    "config", "gateway", "package", "encrypt", "upload", "poll", "download", "decrypt", "unpack",
    "report",
)  # fmt: skip


class Bar:
    """Shows where a run is. Give it as ``on_progress``; use it as a context manager.

    It is drawn by tqdm if that is installed (in a notebook, with ipywidgets), else by itself.
    Silent when ``stream`` is not a terminal and no notebook is there to show it, and when the
    environment variable ``AEX_PROGRESS`` is ``0`` (``1`` shows it in any case).

    >>> import io
    >>> with Bar(stream=io.StringIO(), enabled=True, use_tqdm=False) as bar:
    ...     bar.write("upload", 512, 1024, 1.25)
    >>> print(bar.stream.getvalue().split(chr(13))[1].strip())
    upload   [############............]  50 %  1.2 s
    """

    def __init__(
        self,
        *,
        stream: TextIO | None = None,
        enabled: bool | None = None,
        use_tqdm: bool | None = None,
    ) -> None:
        self.stream = sys.stderr if stream is None else stream
        self.enabled = _is_wanted(self.stream) if enabled is None else enabled
        self._uses_tqdm = use_tqdm is not False
        self._shown: _Shown | None = None

    def __call__(self, progress: Progress) -> None:
        self.write(progress.stage, progress.done, progress.total, progress.elapsed_s)

    def write(self, stage: str, done: int, total: int, elapsed_s: float) -> None:
        """Shows one notice; times in seconds, ``done`` and ``total`` in any one unit."""
        if not self.enabled:
            return
        if self._shown is None:
            self._shown = _best(self.stream, self._uses_tqdm)
        self._shown.show(stage, done, total, elapsed_s)

    def close(self, is_good: bool = True) -> None:
        """Ends the bar; where it can, as complete if ``is_good``."""
        if self._shown is not None:
            self._shown.end(is_good)
        self._shown = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(error is None)


class _Line:
    """One line of a terminal, written again and again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def show(self, stage: str, done: int, total: int, elapsed_s: float) -> None:
        self._stream.write("\r" + _line(stage, done, total, elapsed_s).ljust(72))
        self._stream.flush()

    def end(self, is_good: bool) -> None:
        self._stream.write("\n")
        self._stream.flush()


class _Output:
    """An output of a notebook's cell, replaced again and again."""

    def __init__(self) -> None:
        from importlib import import_module

        ipython: Any = import_module("IPython.display")
        self._html = ipython.HTML
        self._handle = ipython.display(ipython.HTML(""), display_id=True)
        self._elapsed_s = 0.0

    def show(self, stage: str, done: int, total: int, elapsed_s: float) -> None:
        self._elapsed_s = elapsed_s
        self._draw(stage, _overall(stage, done, total))

    def end(self, is_good: bool) -> None:
        if is_good:
            self._draw("done", 100.0)

    def _draw(self, stage: str, percent: float) -> None:
        drawn = f'<progress value="{percent:.0f}" max="100" style="width:24em"></progress>'
        self._handle.update(self._html(f"{drawn} {stage}, {self._elapsed_s:.1f} s"))


class _Tqdm:
    """The bar of tqdm."""

    def __init__(self, tqdm: Callable[..., Any], stream: TextIO) -> None:
        form = "{desc:8} {percentage:3.0f}% |{bar}| {elapsed}"
        self._bar = tqdm(total=100, file=stream, bar_format=form, leave=True)

    def show(self, stage: str, done: int, total: int, elapsed_s: float) -> None:
        self._draw(stage, _overall(stage, done, total))

    def end(self, is_good: bool) -> None:
        if is_good:
            self._draw("done", 100.0)
        self._bar.close()

    def _draw(self, stage: str, percent: float) -> None:
        self._bar.set_description_str(stage, refresh=False)
        self._bar.n = percent
        self._bar.refresh()


def _best(stream: TextIO, uses_tqdm: bool) -> _Shown:
    in_notebook = _in_notebook()
    try:
        tqdm = _tqdm(in_notebook) if uses_tqdm else None
    except ImportError:
        tqdm = None
    if tqdm is not None:
        return _Tqdm(tqdm, stream)
    return _Output() if in_notebook else _Line(stream)


def _tqdm(in_notebook: bool) -> Any:
    from importlib import import_module

    if not in_notebook:
        return import_module("tqdm").tqdm
    import_module("ipywidgets")  # without it tqdm draws lines below each other
    return import_module("tqdm.notebook").tqdm


def _line(stage: str, done: int, total: int, elapsed_s: float) -> str:
    if total <= 0:
        return f"{stage:8} {elapsed_s:.1f} s"
    filled = _WIDTH * min(done, total) // total
    bar = "#" * filled + "." * (_WIDTH - filled)
    return f"{stage:8} [{bar}] {100 * min(done, total) // total:3} %  {elapsed_s:.1f} s"


def _overall(stage: str, done: int, total: int) -> float:
    before = _STAGES.index(stage) if stage in _STAGES else 0
    within = min(done, total) / total if total > 0 else 0.0
    return round(100 * (before + within) / len(_STAGES), 1)


def _is_wanted(stream: TextIO) -> bool:
    wish = os.environ.get("AEX_PROGRESS", "")
    if wish in ("0", "1"):
        return wish == "1"
    return stream.isatty() or _in_notebook()


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return type(shell).__name__ == "ZMQInteractiveShell"
