"""Errors that take the place of the old client's ``sys.exit(1)``.

They are both the fitting :class:`AtlasExplorerError` and :class:`SystemExit` with code 1: uncaught
they end a script as before, and a program may catch them as either.
"""

from __future__ import annotations

from atlasexplorer.exceptions import (
    AtlasExplorerError,
    ExperimentError,
    NetworkError,
    _of_the_table,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def leave(error: AtlasExplorerError, *lines: str) -> AtlasExplorerError:
    """Prints the lines that the old client left with; returns what to raise in its place.

    ``code`` is what the process ends with; the error's own number is in ``number``.
    """
    for line in lines:
        print(line)
    made = _like(error, is_exit=True, in_run=False)
    made.__dict__.update(number=error.code, code=1)
    return made


def fail_run(error: AtlasExplorerError) -> AtlasExplorerError:
    """The same error as one that ``except ExperimentError`` takes: v3's run() raised no other."""
    if isinstance(error, ExperimentError):
        return error
    return _like(error, is_exit=isinstance(error, SystemExit), in_run=True)


def refusal(status: int, detail: str) -> AtlasExplorerError:
    """The error for an HTTP status that is no success."""
    error = _of_the_table("not_authorised" if status in (401, 403) else "gateway_refused", detail)
    error.http_status = status
    if isinstance(error, NetworkError):
        error.status_code = status
    return error


def _like(error: AtlasExplorerError, is_exit: bool, in_run: bool) -> AtlasExplorerError:
    kind = getattr(error, "_kind", type(error))
    made = _make(kind, is_exit, in_run, error.message)
    made.__dict__.update(error.__dict__, _kind=kind)
    return made


def _make(
    kind: type[AtlasExplorerError], is_exit: bool, in_run: bool, message: str
) -> AtlasExplorerError:
    key = (kind.__name__, is_exit, in_run)
    both = _CLASSES.get(key) or _CLASSES.setdefault(key, _class_of(kind, is_exit, in_run))
    made: AtlasExplorerError = both.__new__(both, message)
    AtlasExplorerError.__init__(made, message)
    return made


_CLASSES: dict[tuple[str, bool, bool], type[AtlasExplorerError]] = {}


def _class_of(
    kind: type[AtlasExplorerError], is_exit: bool, in_run: bool
) -> type[AtlasExplorerError]:
    """SystemExit and OSError can have no child in common: then the exit is of the class above."""
    parent: type = kind
    while is_exit and issubclass(parent, OSError):
        parent = parent.__bases__[0]
    if in_run and issubclass(ExperimentError, parent):
        parent = ExperimentError
    bases: tuple[type, ...] = (parent,)
    if in_run and parent is not ExperimentError:
        bases += (ExperimentError,)
    if is_exit:
        bases += (SystemExit,)
    family = parent.__name__[: -len("Error")]

    def reduce(self: AtlasExplorerError) -> tuple[Any, ...]:
        return _make, (kind, is_exit, in_run, self.message), dict(self.__dict__)

    members = {"__reduce__": reduce, "__doc__": parent.__doc__, "__module__": parent.__module__}
    return type(f"{family}Exit" if is_exit else f"{family}Error", bases, members)
