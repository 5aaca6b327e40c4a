"""The old client's report, over :class:`atlasexplorer.Report`."""

from __future__ import annotations

import os

from atlasexplorer.report import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CYCLES = "Total Cycles Consumed"
_INSTRUCTIONS = "Total Instructions Retired"


class SummaryReport:
    """The metrics of one summary.json.

    ``summarydata`` is a dict of name to ``{"desc", "vis", "val"}`` in the order of the file;
    ``totalcycles`` and ``totalinsts`` are its totals, None where it has none.

    Raises :class:`ExperimentError` when there is no such file or it is no summary.
    """

    def __init__(self, jsonfile: str | os.PathLike[str] = "", *, json_file: str = "") -> None:
        self.json_file = os.fspath(jsonfile) or json_file
        self.report = Report(self.json_file)
        self.summarydata: dict[str, dict[str, Any]] = {
            metric.name: {
                "desc": metric.description,
                "vis": metric.visibility,
                "val": metric.raw,
            }
            for metric in map(self.report.metric, self.report)
        }
        self.totalcycles = self._value(_CYCLES)
        self.totalinsts = self._value(_INSTRUCTIONS, f"{_INSTRUCTIONS} (All Threads)")

    def getTotalCycles(self) -> Any:
        """Clock cycles of the run."""
        return self.totalcycles

    def getTotalInstructions(self) -> Any:
        """Instructions that all threads retired."""
        return self.totalinsts

    def getMetricKeys(self, regex_pattern: str | None = None) -> list[str]:
        """The names that the expression is found in; all without one, or with a bad one."""
        names = list(self.summarydata)
        if not regex_pattern:
            return names
        import re

        try:
            return [name for name in names if re.search(regex_pattern, name)]
        except re.error:
            print(f"Invalid regex pattern: {regex_pattern}")
            return names

    def getMetricValue(self, key: str) -> Any:
        """The value as the file has it: int, float, or str such as ``"nan"``.

        Raises :class:`MetricUnknownError`, both an :class:`ExperimentError` and a KeyError.
        """
        return self.get_metric_info(key)["val"]

    def printMetrics(self, regex_pattern: str | None = None) -> None:
        """Prints ``name: value`` lines, integers grouped as the user's locale has it."""
        import locale

        before = locale.setlocale(locale.LC_ALL)
        try:
            locale.setlocale(locale.LC_ALL, "")
        except locale.Error:
            before = ""
        for key in self.getMetricKeys(regex_pattern):
            value = self.getMetricValue(key)
            shown = locale.format_string("%d", value, True) if isinstance(value, int) else value
            print(f"{key}: {shown}")
        if before:
            locale.setlocale(locale.LC_ALL, before)

    get_total_cycles = getTotalCycles
    get_total_instructions = getTotalInstructions
    get_metric_keys = getMetricKeys
    get_metric_value = getMetricValue
    print_metrics = printMetrics

    def get_ipc(self) -> float:
        """Instructions per cycle; 0.0 without cycles."""
        return self.report.ipc

    def get_metric_info(self, key: str) -> dict[str, Any]:
        """Description, visibility and value of a metric. Raises :class:`MetricUnknownError`."""
        self.report.metric(key)
        return self.summarydata[key]

    def export_metrics(self, output_file: str, regex_pattern: str | None = None) -> None:
        """Writes the totals and the metrics that the expression is found in as JSON."""
        import json

        exported = {
            "source_report": self.json_file,
            "total_cycles": self.totalcycles,
            "total_instructions": self.totalinsts,
            "ipc": self.get_ipc(),
            "metrics": {key: self.summarydata[key] for key in self.getMetricKeys(regex_pattern)},
        }
        with open(output_file, "w", encoding="utf-8") as file:
            json.dump(exported, file, indent=4)

    def get_cache_metrics(self) -> dict[str, Any]:
        """The metrics whose names speak of a cache."""
        return self._values("(?i)cache")

    def get_branch_metrics(self) -> dict[str, Any]:
        """The metrics whose names speak of branches."""
        return self._values("(?i)branch")

    def _values(self, pattern: str) -> dict[str, Any]:
        return {key: self.summarydata[key]["val"] for key in self.getMetricKeys(pattern)}

    def _value(self, *names: str) -> Any:
        return next((self.summarydata[n]["val"] for n in names if n in self.summarydata), None)
