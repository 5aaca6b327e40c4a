"""What the user wants run: one or more ELF workloads on one core."""

from __future__ import annotations

import os

from atlasexplorer import _core
from atlasexplorer._classic import ClassicExperiment
from atlasexplorer.client import Client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import overload

    from atlasexplorer.client import OnProgress, Path
    from atlasexplorer.job import Job
    from atlasexplorer.report import Report
else:

    def overload(declared: object) -> object:
        """As typing has it; importing that takes longer than all the rest."""
        return declared


__all__ = ["Experiment"]


class Experiment(ClassicExperiment):
    """One or more ELF workloads on one core; can be run any number of times.

    Make it with :meth:`Client.experiment`, or as the old client did: ``Experiment(expdir, atlas)``,
    then :meth:`addWorkload`, :meth:`setCore` and :meth:`run`.

    :param client: who runs it; default: a :class:`Client` with the settings as they are.
    :param name: of the experiment and its folder; default: ``<core>_<date>``.
    :param core: a name from :meth:`Client.cores`; default: the only one offered.
    :param workloads: paths of ELF files; on a core with several hardware threads, one for each.
    :param directory: in which the experiment gets its folder; default: the working directory.

    >>> experiment = Experiment(core="I8500_(1_thread)", workloads=["a.elf"])
    >>> experiment
    Experiment(core='I8500_(1_thread)', workloads=['a.elf'])
    """

    workloads: list[str]
    core: str | None

    def __init__(
        self,
        expdir: Path | None = None,
        atlas: object = None,
        verbose: bool = True,
        *,
        client: Client | None = None,
        name: str | None = None,
        core: str | None = None,
        workloads: Iterable[Path] = (),
        directory: Path | None = None,
    ) -> None:
        self.name = name
        self.core = core
        self.workloads = [os.fspath(workload) for workload in workloads]
        self.directory = None if directory is None else os.fspath(directory)
        self._client = client
        self._is_classic = expdir is not None
        if expdir is not None:
            self._init_classic(os.fspath(expdir), atlas, verbose)

    @property
    def client(self) -> Client:
        """Who runs it."""
        if self._client is None:
            self._client = Client()
        return self._client

    def check(self) -> None:
        """Judges the workloads as :meth:`submit` will, without a request.

        Raises :class:`ELFValidationError` or :class:`ExperimentError`.
        """
        self._native(self.client).check()

    def submit(
        self, *, timeout_s: float | None = None, on_progress: OnProgress | None = None
    ) -> Job:
        """Packs, encrypts and uploads the workloads, and returns without waiting for the result.

        :param timeout_s: seconds for the whole call; default: no limit but the connection's.
        :param on_progress: called with a :class:`Progress` now and then; ends the call when it
            returns True.

        Raises any :class:`AtlasExplorerError`; then nothing is left behind.
        """
        return self._submit_to(self.client, timeout_s, on_progress)

    @overload
    def run(
        self, *, timeout_s: float | None = None, on_progress: OnProgress | None = None
    ) -> Report: ...
    @overload
    def run(self, expname: str | None, unpack: bool = True) -> Report | None: ...  # noqa: F811
    def run(  # noqa: F811
        self,
        expname: str | None = None,
        unpack: bool = True,
        *,
        timeout_s: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> Report | None:
        """Submits, waits and fetches: :meth:`submit` and :meth:`Job.result` in one.

        On Ctrl-C the job goes on: :meth:`Job.open` finds it again by its folder.

        :param timeout_s: seconds to wait for the result; default: for ever.

        An experiment that was made as the old client did runs as the old client did: it prints
        what it does, takes ``expname`` and ``unpack``, and returns None.
        """
        if self._is_classic:
            self._run_classic(expname, unpack)
            return None
        if expname is not None:
            self.name = expname
        job = self.submit(on_progress=on_progress)
        return job.result(timeout_s=timeout_s, on_progress=on_progress)

    def _submit_to(
        self, client: Client, timeout_s: float | None, on_progress: OnProgress | None
    ) -> Job:
        from atlasexplorer.job import Job

        native = self._native(client)
        return Job(native.submit(timeout_s=timeout_s, on_progress=on_progress), client)

    def _native(self, client: Client) -> _core.Experiment:
        native = _core.Experiment(client._native)
        native.set_name(self.name)
        native.set_core(self.core)
        native.set_directory(self.directory)
        for workload in self.workloads:
            native.add_workload(workload)
        return native

    def __repr__(self) -> str:
        return f"Experiment(core={self.core!r}, workloads={self.workloads!r})"
