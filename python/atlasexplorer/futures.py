"""Many runs at once in several threads, in the manner of :mod:`concurrent.futures`."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from atlasexplorer.client import Client, OnProgress
    from atlasexplorer.experiment import Experiment
    from atlasexplorer.progress import Progress
    from atlasexplorer.report import Report

__all__ = ["RunExecutor"]


class RunExecutor:
    """Runs experiments in threads, each with connections of its own.

    Its futures are those of :mod:`concurrent.futures`: ``as_completed`` and ``wait`` take them.
    Leaving the ``with`` block waits for all; leaving it by an exception, as Ctrl-C is, ends the
    waiting and leaves jobs that :meth:`Job.open` finds again.

    :param client: whose settings and backend the runs use.
    :param max_workers: runs at once; default 8.

    >>> from atlasexplorer import Client
    >>> with RunExecutor(Client(backend="local"), max_workers=2) as executor:
    ...     list(executor.map([]))
    []
    """

    def __init__(self, client: Client, *, max_workers: int = 8) -> None:
        self._client = client
        self._clients = threading.local()
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(max_workers, thread_name_prefix="atlasexplorer")

    def submit(self, experiment: Experiment, *, timeout_s: float | None = None) -> Future[Report]:
        """Queues a run and returns at once.

        :param timeout_s: seconds to wait for the result once it was submitted; default: for ever.
        """
        return self._pool.submit(self._run, experiment, timeout_s)

    def map(
        self, experiments: Iterable[Experiment], *, timeout_s: float | None = None
    ) -> Iterator[Report]:
        """Runs them all, and gives their reports in their order; raises the first failure."""
        futures = [self.submit(experiment, timeout_s=timeout_s) for experiment in experiments]
        return (future.result() for future in futures)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As :meth:`concurrent.futures.Executor.shutdown`."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _run(self, experiment: Experiment, timeout_s: float | None) -> Report:
        if not hasattr(self._clients, "mine"):
            self._clients.mine = self._client.twin()
        job = experiment._submit_to(self._clients.mine, None, self._is_stopped)
        return job.result(timeout_s=timeout_s, on_progress=self._is_stopped)

    def _is_stopped(self, progress: Progress) -> bool:
        return self._stop.is_set() or is_leaving()

    def __enter__(self) -> RunExecutor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._stop.set()
        self.shutdown(cancel_futures=error is not None)


def is_leaving() -> bool:
    """True once the interpreter has begun to end: it then waits for all threads, which may as well
    stop waiting for their jobs."""
    is_joining: bool = getattr(threading, "_SHUTTING_DOWN", False)
    return is_joining or not threading.main_thread().is_alive()


def future_of(work: Callable[[OnProgress], Report]) -> Future[Report]:
    """Runs ``work``, which takes a progress hook, in a thread of its own."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="atlasexplorer")
    future = pool.submit(work, lambda progress: is_leaving())
    pool.shutdown(wait=False)
    return future
