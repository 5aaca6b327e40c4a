"""Many runs at once in one thread of yours, with asyncio.

The same nouns as in the package itself, with verbs to be awaited::

    from atlasexplorer import aio

    async def main(elfs):
        async with aio.Client() as client:
            runs = [client.experiment(elf, core="I8500_(1_thread)").run() for elf in elfs]
            return await asyncio.gather(*runs)

A run holds a connection only while it talks to the service, not while it waits. The native
library's calls, which block, are made by threads of the client's own.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from atlasexplorer import client as _client
from atlasexplorer import experiment as _experiment
from atlasexplorer import job as _job
from atlasexplorer._core import Progress
from atlasexplorer.exceptions import AtlasExplorerError, _of_the_table
from atlasexplorer.futures import is_leaving

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from types import TracebackType
    from typing import TypeVar

    from atlasexplorer.client import Path
    from atlasexplorer.job import JobState
    from atlasexplorer.report import Report

    T = TypeVar("T")
    OnProgress = Callable[[Progress], object]
    Stop = Callable[[Progress], bool]

__all__ = ["Client", "Experiment", "Job"]

_TOLERATED_FAILURES = 5
# To decrypt a result takes a processor for a while and 16 to 32 MiB, which its thread then keeps.
_FETCHERS_PER_PROCESSOR = 2


class _Threads:
    """One for each connection, and a few that fetch results."""

    def __init__(self, connections: int) -> None:
        fetchers = min(connections, _FETCHERS_PER_PROCESSOR * (os.cpu_count() or 1))
        self.callers = ThreadPoolExecutor(connections, "atlasexplorer.aio")
        self.fetchers = ThreadPoolExecutor(fetchers, "atlasexplorer.aio.fetch")

    def shutdown(self) -> None:
        self.callers.shutdown()
        self.fetchers.shutdown()


class _Connection:
    """A client of its own, for one call at a time."""

    def __init__(self, client: _client.Client, threads: _Threads) -> None:
        self.client = client
        self.turn = asyncio.Lock()
        self._threads = threads

    async def call(
        self,
        work: Callable[[Stop], T],
        on_progress: OnProgress | None = None,
        *,
        is_fetch: bool = False,
    ) -> T:
        """Runs ``work(hook)`` in a thread. The hook tells ``on_progress`` in the event loop's
        thread, and ends the work when this task is cancelled."""
        is_ended = threading.Event()
        loop = asyncio.get_running_loop()

        def hook(progress: Progress) -> bool:
            if on_progress is not None and not is_ended.is_set():
                loop.call_soon_threadsafe(on_progress, progress)
            return is_ended.is_set() or is_leaving()

        pool = self._threads.fetchers if is_fetch else self._threads.callers
        async with self.turn:
            running = loop.run_in_executor(pool, work, hook)
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                is_ended.set()
                await asyncio.wait([running])
                running.exception()
                raise


class Client:
    """Runs many experiments at once, from one thread.

    :param client: whose settings and backend the runs use; default: ``atlasexplorer.Client()``.
    :param connections: calls to the service at once, each on a connection of its own; default 64.
    """

    def __init__(self, client: _client.Client | None = None, *, connections: int = 64) -> None:
        self._client = client or _client.Client()
        self._limit = connections
        self._connections: list[_Connection] = []
        self._threads = _Threads(connections)

    @property
    def backend(self) -> str:
        """``"cloud"`` or ``"local"``."""
        return self._client.backend

    async def cores(self) -> list[_client.Core]:
        """See :meth:`atlasexplorer.Client.cores`."""
        connection = self._connection()
        return await connection.call(lambda hook: connection.client.cores(on_progress=hook))

    def experiment(
        self,
        *workloads: Path,
        core: str | None = None,
        name: str | None = None,
        directory: Path | None = None,
    ) -> Experiment:
        """See :meth:`atlasexplorer.Client.experiment`."""
        made = self._client.experiment(*workloads, core=core, name=name, directory=directory)
        return Experiment(self, made)

    async def open(self, directory: Path) -> Job:
        """Opens a job from the folder of its experiment: see :meth:`atlasexplorer.Job.open`."""
        connection = self._connection()
        opened = await connection.call(
            lambda hook: _job.Job.open(directory, client=connection.client)
        )
        return Job(connection, opened)

    async def close(self) -> None:
        """Waits for the calls that run, and ends the threads."""
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def _connection(self) -> _Connection:
        """One that is idle, or a new one, or the one that has waited longest for its turn."""
        for connection in self._connections:
            if not connection.turn.locked():
                return connection
        if len(self._connections) < self._limit:
            self._connections.append(_Connection(self._client.twin(), self._threads))
        else:
            self._connections.append(self._connections.pop(0))
        return self._connections[-1]


class Experiment:
    """One or more ELF workloads on one core: from :meth:`Client.experiment`."""

    def __init__(self, client: Client, experiment: _experiment.Experiment) -> None:
        self._client = client
        self._experiment = experiment

    async def submit(self, *, on_progress: OnProgress | None = None) -> Job:
        """See :meth:`atlasexplorer.Experiment.submit`.

        :param on_progress: called in the event loop's thread.
        """
        connection = self._client._connection()
        job = await connection.call(
            lambda hook: self._experiment._submit_to(connection.client, None, hook), on_progress
        )
        return Job(connection, job)

    async def run(
        self, *, timeout_s: float | None = None, on_progress: OnProgress | None = None
    ) -> Report:
        """Submits, waits and fetches.

        :param timeout_s: seconds to wait for the result; default: for ever.
        """
        job = await self.submit(on_progress=on_progress)
        return await job.result(timeout_s, on_progress)

    def __repr__(self) -> str:
        return f"aio.{self._experiment!r}"


class Job:
    """A run that has been handed over: from :meth:`Experiment.submit` or :meth:`Client.open`.

    ``async for progress in job`` waits for it and tells how it gets on, until it is ready or has
    failed; then :meth:`result` does not wait any more. Cancelling a task that waits leaves the job
    alone; :meth:`cancel` gives it up.
    """

    def __init__(self, connection: _Connection, job: _job.Job) -> None:
        self._connection = connection
        self._job = job

    @property
    def name(self) -> str:
        """The experiment's name."""
        return self._job.name

    @property
    def directory(self) -> str:
        """The experiment's folder, absolute."""
        return self._job.directory

    @property
    def state(self) -> JobState:
        """The state that the last call on this job saw. Makes no request."""
        return self._job.state

    @property
    def error(self) -> AtlasExplorerError | None:
        """Why the job has failed; None while it has not."""
        return self._job.error

    async def status(self) -> JobState:
        """Asks once for the job's state: see :meth:`atlasexplorer.Job.status`."""
        return await self._connection.call(lambda hook: self._job.status(on_progress=hook))

    async def wait(
        self,
        timeout_s: float | None = None,
        on_progress: OnProgress | None = None,
        *,
        poll_first_s: float = 0.1,
        poll_longest_s: float = 10.0,
    ) -> JobState:
        """Waits until the job is ready, has failed or was cancelled: see
        :meth:`atlasexplorer.Job.wait`."""
        async for progress in self._follow(timeout_s, poll_first_s, poll_longest_s):
            if on_progress is not None:
                on_progress(progress)
        return self.state

    async def result(
        self,
        timeout_s: float | None = None,
        on_progress: OnProgress | None = None,
        *,
        poll_first_s: float = 0.1,
        poll_longest_s: float = 10.0,
    ) -> Report:
        """Waits if need be, and fetches the report: see :meth:`atlasexplorer.Job.result`."""
        await self.wait(
            timeout_s, on_progress, poll_first_s=poll_first_s, poll_longest_s=poll_longest_s
        )
        return await self._connection.call(
            lambda hook: self._job.result(on_progress=hook), on_progress, is_fetch=True
        )

    async def cancel(self) -> None:
        """Gives the job up: see :meth:`atlasexplorer.Job.cancel`."""
        await self._connection.call(lambda hook: self._job.cancel())

    def __aiter__(self) -> AsyncIterator[Progress]:
        return self._follow(None, 0.1, 10.0)

    async def _follow(
        self, timeout_s: float | None, pause_s: float, longest_s: float
    ) -> AsyncIterator[Progress]:
        began_s = time.monotonic()
        failures = 0
        while True:
            try:
                state = await self.status()
                failures = 0
            except AtlasExplorerError as error:
                state, failures = self.state, failures + 1
                if not error.retryable or failures > _TOLERATED_FAILURES:
                    raise
            elapsed_s = time.monotonic() - began_s
            yield Progress("poll", elapsed_s=elapsed_s)
            if state.is_terminal:
                return
            left_s = float("inf") if timeout_s is None else timeout_s - elapsed_s
            if left_s <= 0:
                detail = f"the job goes on and can be resumed from {self.directory}"
                raise _of_the_table("timeout", detail)
            # A local job works while it is asked: nothing to wait for.
            await asyncio.sleep(0 if self._job.backend == "local" else min(pause_s, left_s))
            pause_s = min(2 * pause_s, longest_s)

    def __repr__(self) -> str:
        return f"aio.{self._job!r}"

    def _repr_html_(self) -> str:
        return self._job._repr_html_()
