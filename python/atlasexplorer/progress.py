"""A progress bar for terminals and notebooks, without any other package; tqdm if it is there."""

from __future__ import annotations

import os
import sys

from atlasexplorer._core import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Protocol, TextIO

    class _Tqdm(Protocol):
        """What is used of tqdm."""

        n: float

        def set_description_str(self, desc: str, refresh: bool) -> None: ...
        def refresh(self) -> object: ...
        def close(self) -> None: ...


__all__ = ["Bar", "Progress"]

_WIDTH = 24
_STAGES = (
    "config", "gateway", "package", "encrypt", "upload", "poll", "download", "decrypt", "unpack",
    "report",
)  # fmt: skip


class Bar:
    """Shows where a run is. Give it as ``on_progress``; use it as a context manager.

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
        self._tqdm = _tqdm_bar(self.stream) if self.enabled and use_tqdm is not False else None
        self._is_dirty = False

    def __call__(self, progress: Progress) -> None:
        self.write(progress.stage, progress.done, progress.total, progress.elapsed_s)

    def write(self, stage: str, done: int, total: int, elapsed_s: float) -> None:
        """Shows one notice; times in seconds, ``done`` and ``total`` in any one unit."""
        if not self.enabled:
            return
        if self._tqdm is not None:
            self._tqdm.set_description_str(stage, refresh=False)
            self._tqdm.n = _overall(stage, done, total)
            self._tqdm.refresh()
            return
        self.stream.write("\r" + _line(stage, done, total, elapsed_s).ljust(72))
        self.stream.flush()
        self._is_dirty = True

    def close(self) -> None:
        """Ends the line."""
        if self._tqdm is not None:
            self._tqdm.close()
        elif self._is_dirty:
            self.stream.write("\n")
            self.stream.flush()
        self._is_dirty = False

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


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


def _tqdm_bar(stream: TextIO) -> _Tqdm | None:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    form = "{desc:8} {percentage:3.0f}% |{bar}| {elapsed}"
    bar: _Tqdm = tqdm(total=100, file=stream, bar_format=form, leave=True)
    return bar
