"""What notebooks show of a report and of a job."""

from __future__ import annotations

from html import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlasexplorer.job import Job
    from atlasexplorer.report import Report

_MAX_ROWS = 40


def _number(value: float | str | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.6g}" if isinstance(value, float) else value


def _table(caption: str, rows: Iterable[tuple[str, str, str]]) -> str:
    cells = "".join(
        f'<tr title="{escape(hint)}"><th style="text-align:left">{escape(name)}</th>'
        f'<td style="text-align:right">{escape(value)}</td></tr>'
        for name, value, hint in rows
    )
    return f"<table><caption>{escape(caption)}</caption><tbody>{cells}</tbody></table>"


def report_html(report: Report) -> str:
    """The totals, and the first metrics below them."""
    of_cycles = " (estimate)" if report.is_estimate else ""
    interval = report.cycle_interval
    between = f", {interval[0]:,} to {interval[1]:,}" if interval else ""
    totals = [
        ("Cycles" + of_cycles, _number(report.cycles) + between, "clock cycles"),
        ("Instructions", _number(report.instructions), "retired by all threads"),
        (
            "Instructions per cycle" + of_cycles,
            _number(report.ipc or None),
            "instructions / cycles",
        ),
    ]
    metrics = [report.metric(name) for name in list(report)[:_MAX_ROWS]]
    rows = [(metric.name, _number(metric.value), metric.description) for metric in metrics]
    left_out = len(report) - len(rows)
    more = f"<p>… and {left_out} more metrics</p>" if left_out else ""
    listed = f"<details><summary>{len(report)} metrics</summary>{_table('', rows)}{more}</details>"
    return _table(report.core, totals) + listed


def job_html(job: Job) -> str:
    """Where the job is, and how to find it again."""
    rows = [
        ("State", str(job.state), ""),
        ("Core", job.core, ""),
        ("Backend", job.backend, ""),
        ("Folder", job.directory, "give it to Job.open"),
    ]
    if job.error is not None:
        rows.append(("Error", job.error.message, ""))
    return _table(job.name, rows)
