"""The result of a run: metrics by name, and the files that hold the details."""

from __future__ import annotations

from collections.abc import Mapping

from atlasexplorer import _core
from atlasexplorer.exceptions import _of_the_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Literal

    import pandas  # type: ignore[import-untyped, import-not-found, unused-ignore]

    from atlasexplorer.client import Path

__all__ = ["Hot", "Metric", "Report", "WorkloadEnd"]


class Metric:
    """One metric of a report."""

    __slots__ = ("description", "name", "raw", "visibility")

    def __init__(self, name: str, raw: float | str, description: str, visibility: int) -> None:
        self.name = name
        self.raw = raw
        self.description = description
        self.visibility = visibility

    @property
    def value(self) -> float | str:
        """An int or a float; a str when it is no number. ``"nan"`` becomes a float."""
        if isinstance(self.raw, str):
            try:
                return float(self.raw)
            except ValueError:
                return self.raw
        return self.raw

    def __repr__(self) -> str:
        return f"Metric({self.name!r}, {self.value!r})"


class WorkloadEnd:
    """How a workload ended.

    :ivar name: base name of the ELF file
    :ivar exit_status: what its ``main`` returned, or it gave to ``exit``
    :ivar output: the file with what it wrote, below the results folder; empty if it wrote nothing
    :ivar output_is_cut: True if it wrote more than was kept
    """

    __slots__ = ("exit_status", "name", "output", "output_is_cut")

    def __init__(self, name: str, exit_status: int, output: str, output_is_cut: bool) -> None:
        self.name = name
        self.exit_status = exit_status
        self.output = output
        self.output_is_cut = output_is_cut

    def __repr__(self) -> str:
        return f"WorkloadEnd({self.name!r}, exit_status={self.exit_status}, output={self.output!r})"


class Report(Mapping[str, "float | str"]):
    """Metrics by name, in the order of the report. Immutable.

    :param path: the experiment's folder, the results folder inside it, or a ``summary.json``
        (also one of a region of interest).

    Raises :class:`ExperimentError` when there is no report or it cannot be read. ::

        report = Report("runs/first")
        print(report.cycles, report.ipc, report["Total Mispredicts Per 1K Instructions"])
        for name, percent in report.filter("Hit Percent$").items():
            print(f"{percent:8.3f}  {name}")
    """

    def __init__(self, path: Path) -> None:
        self._read(_core.Report(path))

    @classmethod
    def _of(cls, native: _core.Report) -> Report:
        made = cls.__new__(cls)
        made._read(native)
        return made

    def _read(self, native: _core.Report) -> None:
        self._native = native
        self._metrics = {row[0]: Metric(*row) for row in native.metrics()}

    @property
    def cycles(self) -> int | None:
        """Clock cycles that the run took; None if the report does not say."""
        return self._native.cycles

    @property
    def instructions(self) -> int | None:
        """Instructions that all threads retired; None if the report does not say."""
        return self._native.instructions

    @property
    def ipc(self) -> float:
        """Instructions per cycle; 0.0 without cycles."""
        return (self.instructions or 0) / self.cycles if self.cycles else 0.0

    @property
    def is_estimate(self) -> bool:
        """True if the cycles are an estimate of the local engine, False if they were simulated."""
        return self._native.is_estimate

    @property
    def cycle_interval(self) -> tuple[int, int] | None:
        """The cycles between which an estimate's truth is thought to lie; None without one."""
        return self._native.cycle_interval

    @property
    def cycle_model(self) -> str:
        """Name and version of the model that estimated the cycles; empty without an estimate."""
        return self._native.cycle_model

    @property
    def workloads(self) -> list[WorkloadEnd]:
        """How the workloads ended. The local engine tells, the cloud does not: then it is empty."""
        return [WorkloadEnd(*row) for row in self._native.workloads()]

    @property
    def core(self) -> str:
        """The core that was simulated."""
        return self._native.core

    @property
    def simulator(self) -> str:
        """The simulator that made the report."""
        return self._native.simulator

    @property
    def path(self) -> str:
        """The path of the ``summary.json`` that was read."""
        return self._native.summary_path

    @property
    def directory(self) -> str:
        """The results folder; empty if a single ``summary.json`` was opened."""
        return self._native.directory

    @property
    def files(self) -> list[str]:
        """The paths of all report files, sorted."""
        return self._native.files()

    @property
    def regions(self) -> list[Report]:
        """The reports of the regions of interest that were run, in their order."""
        import re

        found = ((re.search(r"summary_roi_(\d+)\.json$", path), path) for path in self.files)
        numbered = sorted((int(match[1]), path) for match, path in found if match)
        reports = (Report(path) for _, path in numbered)
        return [report for report in reports if report.cycles or report.instructions]

    def metric(self, name: str) -> Metric:
        """The metric of that name, with its description.

        Raises :class:`MetricUnknownError` (a KeyError).
        """
        try:
            return self._metrics[name]
        except KeyError:
            raise _of_the_table("metric_unknown", name) from None

    def filter(self, regex: str) -> dict[str, float | str]:
        """The metrics whose names the regular expression is found in, in the report's order.

        Raises :class:`re.error` for a bad expression.
        """
        import re

        pattern = re.compile(regex)
        return {name: m.value for name, m in self._metrics.items() if pattern.search(name)}

    def to_dict(self) -> dict[str, Any]:
        """All of it, as plain values that JSON can hold."""
        return {
            "core": self.core,
            "simulator": self.simulator,
            "cycles": self.cycles,
            "instructions": self.instructions,
            "ipc": self.ipc,
            "is_estimate": self.is_estimate,
            "cycle_interval": self.cycle_interval,
            "workloads": [
                {name: getattr(end, name) for name in WorkloadEnd.__slots__}
                for end in self.workloads
            ],
            "metrics": {name: metric.raw for name, metric in self._metrics.items()},
        }

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas.DataFrame indexed by metric, with the columns ``value`` and ``description``.

        Raises ImportError without pandas.
        """
        import pandas

        return pandas.DataFrame(
            [(metric.value, metric.description) for metric in self._metrics.values()],
            index=pandas.Index(list(self._metrics), name="metric"),
            columns=["value", "description"],
        )

    def __getitem__(self, name: str) -> float | str:
        return self.metric(name).value

    def __iter__(self) -> Iterator[str]:
        return iter(self._metrics)

    def __len__(self) -> int:
        return len(self._metrics)

    def __contains__(self, name: object) -> bool:
        return name in self._metrics

    def __repr__(self) -> str:
        estimate = ", is_estimate=True" if self.is_estimate else ""
        if self.cycle_interval:
            estimate += f", cycle_interval={self.cycle_interval}"
        return (
            f"Report(core={self.core!r}, cycles={self.cycles}, "
            f"instructions={self.instructions}, ipc={self.ipc:.3f}{estimate})"
        )

    def _repr_html_(self) -> str:
        from atlasexplorer._html import report_html

        return report_html(self)


class Hot:
    """Where a workload spends its instructions: counts joined with functions and source lines.

    :param path: an experiment's folder, an ``inst_counts.txt``, or an instruction trace (``.zstf``
        or plain STF), whose instructions are counted: the service's or the local engine's.
    :param elf: the workload; default: as the experiment's ``config.json`` says.
    :param workload: which one of several, by its name.

    Raises :class:`ExperimentError` for a trace that is cut short, contradicts itself or is that of
    another program, and when there are no counts. ::

        hot = Hot("loop.elf.zstf", elf="loop.elf")
        for name, own, with_inlined in hot.functions[:5]:
            print(f"{100 * own / hot.total:5.1f} %  {name}")
        hot.write("loop.html", "html", top=10)
    """

    _FORMS = ("json", "html", "folded")

    def __init__(self, path: Path, *, elf: Path | None = None, workload: str | None = None) -> None:
        self._native = _core.Hot(path, elf, workload)

    @property
    def total(self) -> int:
        """Instructions retired."""
        return self._native.total

    @property
    def functions(self) -> list[tuple[str, int, int]]:
        """Name, own instructions, and those with what was inlined; the hottest first."""
        return self._native.functions()

    @property
    def lines(self) -> list[tuple[str, int, int]]:
        """Path, line (0: unknown) and instructions; the hottest first."""
        return self._native.lines()

    def write(self, out: Path, form: Literal["json", "html", "folded"], *, top: int = 0) -> None:
        """Writes a document: JSON, a page for a browser, or stacks for flame graphs.

        :param top: rows of each table; 0 for all.
        """
        self._native.write(out, self._FORMS.index(form), top)

    def __repr__(self) -> str:
        hottest = self.functions[0][0] if self.functions else ""
        return f"Hot(total={self.total}, hottest={hottest!r})"
