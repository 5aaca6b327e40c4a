"""The refactored client's deprecation warnings. Nothing of this package is deprecated: these are
for scripts that use them for their own code. ``warnings.showwarning`` is left alone."""

from __future__ import annotations

import functools
import warnings
from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class AtlasDeprecationWarning(UserWarning):
    """Something will go away."""


AtlasExplorerDeprecationWarning = AtlasDeprecationWarning


class DeprecationPhase(Enum):
    """How far a deprecation is."""

    PENDING = "pending"
    ACTIVE = "active"
    REMOVED = "removed"


def deprecated_function(
    reason: str, replacement: str | None = None, version: str = "3.0.0"
) -> Callable[[Decorated], Decorated]:
    """Warns at each call of the function that it decorates."""

    def decorate(function: Decorated) -> Decorated:
        @functools.wraps(function)
        def warned(*arguments: Any, **named: Any) -> Any:
            _warn(f"{function.__name__} is deprecated since {version}: {reason}", replacement, 3)
            return function(*arguments, **named)

        return warned  # type: ignore[return-value]

    return decorate


def deprecated_class(
    reason: str, replacement: str | None = None, version: str = "3.0.0"
) -> Callable[[type], type]:
    """Warns whenever an object of the class that it decorates is made."""

    def decorate(kind: type) -> type:
        make: Any = kind.__init__  # type: ignore[misc]

        @functools.wraps(make)
        def warned(self: Any, *arguments: Any, **named: Any) -> None:
            _warn(f"{kind.__name__} is deprecated since {version}: {reason}", replacement, 3)
            make(self, *arguments, **named)

        kind.__init__ = warned  # type: ignore[misc]
        return kind

    return decorate


def configure_deprecation_warnings() -> None:
    """Shows each deprecation warning once for each place."""
    warnings.simplefilter("default", AtlasDeprecationWarning)


def show_monolithic_deprecation_warning(context: str = "initialization") -> None:
    """Does nothing: the one-file interface is here to stay."""


def _warn_legacy_usage(old_name: str, new_name: str) -> None:
    _warn(f"{old_name} is the old name", new_name, 3)


def _warn(text: str, replacement: str | None, level: int) -> None:
    advice = f"; use {replacement}" if replacement else ""
    warnings.warn(text + advice, AtlasDeprecationWarning, stacklevel=level)
