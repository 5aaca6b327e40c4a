"""A run that has been handed over. It outlives the process: reopen it from its folder."""

from __future__ import annotations

import os
from enum import Enum

from atlasexplorer import _core
from atlasexplorer.client import Client
from atlasexplorer.exceptions import ArgumentError, AtlasExplorerError, CancelledError
from atlasexplorer.report import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from concurrent.futures import Future

    from atlasexplorer.client import OnProgress, Path

__all__ = ["TERMINAL_STATES", "Job", "JobEntry", "JobState", "clean_jobs", "list_jobs"]


class JobState(str, Enum):
    """Where a job is. Compares equal to its name.

    >>> JobState.READY == "ready"
    True
    """

    PREPARED = "prepared"
    SEALED = "sealed"
    SUBMITTED = "submitted"
    RUNNING = "running"
    READY = "ready"
    COLLECTED = "collected"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        return self.value

    @classmethod
    def _missing_(cls, value: object) -> JobState:
        return cls.UNKNOWN

    @property
    def is_terminal(self) -> bool:
        """True if a wait for the job ends here."""
        return self in TERMINAL_STATES


TERMINAL_STATES = frozenset(
    {JobState.READY, JobState.COLLECTED, JobState.FAILED, JobState.CANCELLED}
)


class Job:
    """A run that has been handed over: from :meth:`Experiment.submit` or :meth:`Job.open`.

    One job is for one thread at a time, others wait for their turn; :meth:`cancel` may be called
    from any thread at any time. ::

        job = client.experiment("app.elf", core="I8500_(1_thread)", name="first").submit()
        ...  # this process may end here
        job = Job.open("first")
        if job.wait(timeout_s=600) is JobState.READY:
            print(job.result().cycles)
    """

    def __init__(
        self,
        native: _core.Job | None,
        client: Client,
        *,
        directory: str = "",
        report: Report | None = None,
    ) -> None:
        self._native = native
        self._client = client
        self._directory = native.directory if native is not None else directory
        self._report = report
        self._is_cancelled = False
        self._error: AtlasExplorerError | None = None

    @classmethod
    def open(cls, directory: Path, *, client: Client | None = None) -> Job:
        """Opens a job from the folder of its experiment, in this process or a later one.

        :param client: with the backend that the job was submitted to; default: one with the
            settings as they are.

        Raises :class:`ExperimentError` if the folder holds neither a job nor its result.
        """
        path = os.fspath(directory)
        if client is not None:
            return cls._open(path, client)
        try:
            return cls._open(path, Client())
        except ArgumentError:
            return cls._open(path, Client(backend="local"))

    @classmethod
    def _open(cls, path: str, client: Client) -> Job:
        try:
            return cls(_core.Job(client._native, path), client)
        except AtlasExplorerError as missing:
            if missing.name != "job_missing":
                raise
            try:
                report = Report(path)
            except AtlasExplorerError:
                raise missing from None
            return cls(None, client, directory=str(os.path.abspath(path)), report=report)

    @property
    def name(self) -> str:
        """The experiment's name."""
        return self._native.name if self._native else os.path.basename(self._directory)

    @property
    def directory(self) -> str:
        """The experiment's folder, absolute: give it to :meth:`open` later."""
        return self._directory

    @property
    def core(self) -> str:
        """The core's name."""
        return self._native.core if self._native else (self._report.core if self._report else "")

    @property
    def backend(self) -> str:
        """``"cloud"`` or ``"local"``."""
        return self._native.backend if self._native else self._client.backend

    @property
    def uuid(self) -> str:
        """The id under which the service knows the experiment; empty if it was finished before."""
        return self._native.uuid if self._native else ""

    @property
    def state(self) -> JobState:
        """The state that the last call on this job saw. Makes no request."""
        if self._is_cancelled:
            return JobState.CANCELLED
        if self._native is None:
            return JobState.COLLECTED
        if self._error is not None:
            return JobState.FAILED
        return JobState(self._native.last_state)

    @property
    def error(self) -> AtlasExplorerError | None:
        """Why the job has failed; None while it has not."""
        return self._error

    def status(
        self, *, timeout_s: float | None = None, on_progress: OnProgress | None = None
    ) -> JobState:
        """Asks once for the job's state and does not wait.

        A failed job is a state here, not an exception; see :attr:`error`.

        Raises :class:`NetworkError` when the question got no answer; ask again if it is
        ``retryable``.
        """
        if self._native is None or self.state.is_terminal:
            return self.state
        try:
            self._native.poll(timeout_s=timeout_s, on_progress=on_progress)
        except AtlasExplorerError as error:
            self._note(error)
        return self.state

    def wait(
        self,
        timeout_s: float | None = None,
        on_progress: OnProgress | None = None,
        *,
        poll_first_s: float | None = None,
        poll_longest_s: float | None = None,
    ) -> JobState:
        """Waits until the job is ready, has failed or was cancelled, and returns which.

        :param timeout_s: seconds; default: for ever. The job goes on after a timeout.
        :param on_progress: called with a :class:`Progress` now and then; returning True ends the
            waiting with :class:`CancelledError`, and the job goes on.
        :param poll_first_s: seconds after the first poll, doubled after each; default 0.1 s.
        :param poll_longest_s: seconds between polls at most; default 10 s.

        Raises :class:`TimeLimitError` (a TimeoutError), :class:`NetworkError`.
        """
        if self._native is None or self.state.is_terminal:
            return self.state
        try:
            self._native.wait(
                timeout_s=timeout_s,
                poll_first_s=poll_first_s,
                poll_longest_s=poll_longest_s,
                on_progress=on_progress,
            )
        except AtlasExplorerError as error:
            self._note(error)
        return self.state

    def result(
        self,
        timeout_s: float | None = None,
        on_progress: OnProgress | None = None,
        *,
        poll_first_s: float | None = None,
        poll_longest_s: float | None = None,
    ) -> Report:
        """Waits if need be, brings the result into the job's folder and reads the report.

        :param timeout_s: seconds for waiting and download together; default: for ever.

        Raises :class:`TimeLimitError`, :class:`CancelledError`, :class:`ExperimentError` for a job
        that has failed, :class:`EncryptionError`, :class:`NetworkError`.
        """
        if self._report is not None:
            return self._report
        if self._error is not None:
            raise self._error
        assert self._native is not None
        try:
            native = self._native.result(
                timeout_s=timeout_s,
                poll_first_s=poll_first_s,
                poll_longest_s=poll_longest_s,
                on_progress=on_progress,
            )
        except AtlasExplorerError as error:
            if _is_final(error):
                self._error = error
            raise
        self._report = Report._of(native)
        return self._report

    def cancel(self) -> None:
        """Gives the job up: a call that runs on it ends with :class:`CancelledError`, and so does
        every later one. May be called from any thread. Without effect on a finished job."""
        if self._native is None or self.state in (JobState.COLLECTED, JobState.FAILED):
            return
        self._is_cancelled = True
        self._native.cancel()
        if self._native.is_idle:
            try:
                self._native.poll()
            except CancelledError:
                return

    def discard(self) -> None:
        """Gives the job up for good, in its folder too: it cannot be resumed later, and its
        one-time password is forgotten. A job that is over stays as it was.

        Raises :class:`ExperimentError` while another process drives it.
        """
        if self._native is None or self.state.is_terminal:
            return
        self._native.discard()
        self.cancel()

    def future(self, *, timeout_s: float | None = None) -> Future[Report]:
        """A :class:`concurrent.futures.Future` of :meth:`result`, served by a thread of its own."""
        from atlasexplorer.futures import future_of

        return future_of(lambda hook: self.result(timeout_s=timeout_s, on_progress=hook))

    def _note(self, error: AtlasExplorerError) -> None:
        """Keeps a final failure; raises any other."""
        if self._is_cancelled and isinstance(error, CancelledError):
            return
        if not _is_final(error):
            raise error
        self._error = error

    def __repr__(self) -> str:
        return f"Job(name={self.name!r}, state={str(self.state)!r}, directory={self.directory!r})"

    def _repr_html_(self) -> str:
        from atlasexplorer._html import job_html

        return job_html(self)


class JobEntry:
    """A job of :func:`list_jobs`, as it was when its folder was read.

    ``directory`` is absolute, for :meth:`Job.open`; ``created_s`` says when it began, in seconds
    since 1970, or 0.0 if its journal does not tell.
    """

    __slots__ = ("core", "created_s", "directory", "name", "state")

    def __init__(
        self, name: str, directory: str, core: str, state: JobState, created_s: float
    ) -> None:
        self.name = name
        self.directory = directory
        self.core = core
        self.state = state
        self.created_s = created_s

    def __repr__(self) -> str:
        return f"JobEntry({self.name!r}, {str(self.state)!r}, directory={self.directory!r})"


def list_jobs(directory: Path = ".") -> list[JobEntry]:
    """The jobs in the folders below ``directory``, sorted by name. Asks no service.

    To finish all that a crash left behind::

        for entry in list_jobs("runs"):
            if entry.state in (JobState.SUBMITTED, JobState.RUNNING, JobState.READY):
                Job.open(entry.directory).result()

    Raises :class:`FileMissingError`.
    """
    return [
        JobEntry(name, folder, core, JobState(state), created_ms / 1000)
        for name, folder, core, state, created_ms in _core.list_jobs(os.fspath(directory))
    ]


def clean_jobs(directory: Path = ".") -> int:
    """Removes the folders of jobs that failed or were cancelled, and what killed processes left in
    the others. Results and jobs that can be resumed stay. Returns how many folders went.

    Raises :class:`FileMissingError`.
    """
    return _core.clean_jobs(os.fspath(directory))


def _is_final(error: AtlasExplorerError) -> bool:
    """True if the run is over: the service gave it up, or the workload did what it may not."""
    return error.name in ("job_failed", "job_unknown") or error.stage == "engine"
