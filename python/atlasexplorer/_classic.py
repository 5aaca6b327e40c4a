"""The old client's way to make and run an experiment, over the new one."""

from __future__ import annotations


class ClassicExperiment:
    """The methods and attributes of the old Experiment."""

    def _init_classic(self, expdir: str, atlas: object, verbose: bool) -> None:
        raise NotImplementedError

    def _run_classic(self, expname: str | None, unpack: bool) -> None:
        raise NotImplementedError
