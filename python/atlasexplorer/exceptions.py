"""What can go wrong, as exceptions.

Every failure is an :class:`AtlasExplorerError` with these attributes:

``message``
    the whole story in one line: what happened, to which file or host, what to do next.
``details``
    the particulars alone, or None.
``code``, ``name``, ``stage``
    the number and the name of the error (docs/errors.md) and the stage where the run stopped;
    0, ``""`` and ``""`` when the error did not come from the library.
``http_status``
    the HTTP status that led here; 0 if none did.
``retryable``
    True if the same call may succeed later.
``remedy``
    what to do next.

What is raised is also one of Python's own, so that ``except PermissionError`` works as expected.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "ArgumentError",
    "AtlasExplorerError",
    "AuthenticationError",
    "CancelledError",
    "ConfigurationError",
    "ELFValidationError",
    "EncryptionError",
    "ExperimentError",
    "ExperimentExistsError",
    "FileMissingError",
    "KeyRefusedError",
    "MetricUnknownError",
    "NetworkError",
    "ServiceError",
    "TimeLimitError",
    "WorkloadMissingError",
]


class AtlasExplorerError(Exception):
    """The root of all errors of this package.

    >>> AtlasExplorerError("no luck", {"try": 3}).details
    {'try': 3}
    """

    message: str
    details: object
    code: int = 0
    name: str = ""
    stage: str = ""
    http_status: int = 0
    retryable: bool = False
    remedy: str = ""

    def __init__(self, message: str, details: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message,), dict(self.__dict__)


class AuthenticationError(AtlasExplorerError):
    """The API key was refused."""


class KeyRefusedError(AuthenticationError, PermissionError):
    """The same, as this library raises it."""


class ConfigurationError(AtlasExplorerError, ValueError):
    """A setting is missing or not valid."""


class EncryptionError(AtlasExplorerError, ValueError):
    """A package could not be encrypted, or a result does not decrypt."""


class NetworkError(AtlasExplorerError):
    """A host cannot be reached, or does not answer as it should."""

    def __init__(
        self,
        message: str,
        status_code: int | None = None,
        url: str | None = None,
        *,
        details: object = None,
    ) -> None:
        super().__init__(message, details)
        self.status_code = status_code
        self.url = url
        self.http_status = status_code or 0


class ServiceError(NetworkError, ConnectionError):
    """The same, as this library raises it."""


class ELFValidationError(AtlasExplorerError, ValueError):
    """A workload is not an ELF file that can be run."""

    def __init__(
        self, message: str, elf_path: str | None = None, *, details: object = None
    ) -> None:
        super().__init__(message, details)
        self.elf_path = elf_path


class ExperimentError(AtlasExplorerError, RuntimeError):
    """An experiment cannot be run, has failed, or its results cannot be used."""

    def __init__(
        self, message: str, experiment_id: str | None = None, *, details: object = None
    ) -> None:
        super().__init__(message, details)
        self.experiment_id = experiment_id


class ExperimentExistsError(ExperimentError, FileExistsError):
    """The experiment's folder exists already."""


class ArgumentError(AtlasExplorerError, ValueError):
    """An argument is not valid."""


class CancelledError(AtlasExplorerError):
    """The run was cancelled, by :meth:`Job.cancel` or by a progress callback."""


class FileMissingError(AtlasExplorerError, FileNotFoundError):
    """A file does not exist."""


class TimeLimitError(NetworkError, TimeoutError):
    """The time limit was reached. A job that was waited for goes on all the same."""


class WorkloadMissingError(ELFValidationError, FileNotFoundError):
    """The workload does not exist."""


class MetricUnknownError(ExperimentError, KeyError):
    """The report has no such metric."""


def _of_the_library(
    row: dict[str, Any], message: str, detail: str, http_status: int
) -> AtlasExplorerError:
    """The exception for an error of the native library; a class by the table of errors."""
    kind = globals().get(row["python_class"], AtlasExplorerError)
    made: AtlasExplorerError = kind(message, details=detail or None)
    for field in ("code", "name", "stage", "retryable", "remedy"):
        setattr(made, field, row[field])
    made.http_status = http_status
    if isinstance(made, NetworkError):
        made.status_code = http_status or None
    return made


def _of_the_table(name: str, detail: str) -> AtlasExplorerError:
    """The exception for a row of the table of errors, when Python itself finds the fault."""
    from atlasexplorer._core import codes

    row = next(row for row in codes() if row["name"] == name)
    return _of_the_library(row, f"{row['text']}: {detail}. {row['remedy']}", detail, 0)
