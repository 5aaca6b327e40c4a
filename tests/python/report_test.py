"""Report: a mapping of metrics."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from atlasexplorer import ExperimentError, Hot, Metric, MetricUnknownError, Report
from conftest import PROJECT

METRICS = {
    "Total Cycles Consumed": {"desc": "clock <cycles>", "vis": 1, "val": 200},
    "Total Instructions Retired": {"desc": "all", "vis": 1, "val": 100},
    "L1D Cache Hit Rate": {"desc": "hits", "vis": 2, "val": 0.75},
    "L1D Cache Miss Rate": {"desc": "misses", "vis": 2, "val": "nan"},
    "Mode": {"desc": "a word", "vis": 3, "val": "user"},
}


def write(folder: Path, metrics: Mapping[str, Any], name: str = "summary.json") -> Path:
    summary = folder / "reports" / "summary"
    summary.mkdir(parents=True, exist_ok=True)
    table = {**metrics, "ordered_keys": list(metrics)}
    content = {"Statistics": {"Summary Performance Report": table}}
    (summary / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return Report(write(tmp_path / "one" / "one", METRICS))


def test_a_mapping_in_the_order_of_the_report(report: Report) -> None:
    assert isinstance(report, Mapping)
    assert list(report) == list(METRICS)
    assert len(report) == 5
    assert report["L1D Cache Hit Rate"] == 0.75
    assert isinstance(report["L1D Cache Miss Rate"], float)
    assert math.isnan(report["L1D Cache Miss Rate"])
    assert report["Mode"] == "user"
    assert "Mode" in report
    assert "Mood" not in report
    assert report.get("Mood") is None
    with pytest.raises(KeyError) as caught:
        report["Mood"]
    assert isinstance(caught.value, MetricUnknownError)
    assert caught.value.name == "metric_unknown"
    assert "Mood" in str(caught.value)


def test_totals(report: Report) -> None:
    assert (report.cycles, report.instructions, report.ipc) == (200, 100, 0.5)
    assert not report.is_estimate
    assert repr(report).startswith("Report(core=")
    assert "cycles=200, instructions=100, ipc=0.500" in repr(report)


def test_an_estimate_and_its_interval(tmp_path: Path) -> None:
    content = {
        "Statistics": {"Summary Performance Report": METRICS},
        "report_metadata": {
            "cycles_are_estimate": True,
            "cycles_low": 1500,
            "cycles_high": 2500,
            "cycles_model": "a model",
            "workloads": [{"name": "a.elf", "exit_status": 7, "output": "reports/a/output.txt"}],
        },
    }
    (tmp_path / "summary.json").write_text(json.dumps(content), encoding="utf-8")
    report = Report(tmp_path / "summary.json")
    assert report.is_estimate
    assert report.cycle_interval == (1500, 2500)
    assert report.cycle_model == "a model"
    assert "cycle_interval=(1500, 2500)" in repr(report)
    assert "1,500 to 2,500" in report._repr_html_()
    (end,) = report.workloads
    assert (end.name, end.exit_status, end.output) == ("a.elf", 7, "reports/a/output.txt")
    assert not end.output_is_cut
    assert repr(end) == "WorkloadEnd('a.elf', exit_status=7, output='reports/a/output.txt')"
    plain = report.to_dict()
    assert plain["cycle_interval"] == (1500, 2500)
    assert plain["workloads"][0]["exit_status"] == 7
    json.dumps(plain)


def test_simulated_cycles_have_no_interval(report: Report) -> None:
    assert report.cycle_interval is None
    assert report.cycle_model == ""
    assert report.workloads == []
    assert "cycle_interval" not in repr(report)


def test_without_totals(tmp_path: Path) -> None:
    report = Report(write(tmp_path, {"Mode": {"desc": "", "vis": 1, "val": 1}}))
    assert (report.cycles, report.instructions, report.ipc) == (None, None, 0.0)


def test_a_metric_tells_what_it_counts(report: Report) -> None:
    metric = report.metric("L1D Cache Miss Rate")
    assert (metric.description, metric.visibility, metric.raw) == ("misses", 2, "nan")
    assert repr(Metric("a", 1, "", 0)) == "Metric('a', 1)"


def test_filter(report: Report) -> None:
    assert report.filter("Hit|^Mode") == {"L1D Cache Hit Rate": 0.75, "Mode": "user"}
    with pytest.raises(re.error):
        report.filter("(")


def test_to_dict_is_json(report: Report) -> None:
    again = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert again["cycles"] == 200
    assert again["metrics"]["L1D Cache Miss Rate"] == "nan"


def test_regions_that_were_run(tmp_path: Path) -> None:
    empty = {name: {**row, "val": 0} for name, row in METRICS.items()}
    root = write(tmp_path, METRICS)
    for number, metrics in ((10, METRICS), (2, METRICS), (3, empty)):
        write(root, metrics, f"summary_roi_{number}.json")
    regions = Report(root).regions
    assert [Path(region.path).name for region in regions] == [
        "summary_roi_2.json",
        "summary_roi_10.json",
    ]
    assert all(region.cycles == 200 for region in regions)


def test_html(report: Report) -> None:
    html = report._repr_html_()
    assert "clock &lt;cycles&gt;" in html
    assert "L1D Cache Hit Rate" in html
    assert "<summary>5 metrics</summary>" in html
    assert "more metrics" not in html


def test_html_of_many_metrics(tmp_path: Path) -> None:
    many = {f"m{i}": {"desc": "", "vis": 1, "val": i} for i in range(50)}
    html = Report(write(tmp_path, many))._repr_html_()
    assert "and 10 more metrics" in html
    assert "–" in html


def test_to_pandas(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    class Frame:
        def __init__(self, rows: Any, index: Any, columns: Any) -> None:
            self.rows, self.index, self.columns = rows, index, columns

    pandas = types.SimpleNamespace(DataFrame=Frame, Index=lambda names, name: (name, names))
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    frame: Any = report.to_pandas()
    assert frame.columns == ["value", "description"]
    assert frame.index == ("metric", list(METRICS))
    assert frame.rows[0] == (200, "clock <cycles>")


def test_without_pandas(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError):
        report.to_pandas()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"Statistics": 3}'])
def test_a_broken_report(tmp_path: Path, content: str) -> None:
    write(tmp_path, METRICS)
    (tmp_path / "reports/summary/summary.json").write_text(content, encoding="utf-8")
    with pytest.raises(ExperimentError) as caught:
        Report(tmp_path)
    assert caught.value.name == "report_malformed"


def test_a_real_report(data: Path) -> None:
    path = next((data / "real_run_1_thread").rglob("summary.json"))
    report = Report(path)
    assert report.path == str(path)
    assert report.directory == ""
    assert report.files == []
    assert report.cycles is not None
    assert report.instructions is not None
    assert 0.1 < report.ipc < 8
    assert report.core
    assert report.simulator
    assert report.filter("Cache")


def test_hot_counts_a_trace_as_its_counts_say(tmp_path: Path) -> None:
    data = Path(os.environ.get("AEX_SHARED", PROJECT.parent / "shared")) / "data"
    run, elf = data / "real_run_1_thread", data / "mandelbrot_rv64_O0.elf"
    if not run.is_dir():
        pytest.skip("the real data (../shared/data) is not on this machine")
    trace = run / ".experiment" / "mandelbrot_rv64_O0.elf.zstf"
    hot, told = Hot(trace, elf=elf), Hot(run, elf=elf, workload="mandelbrot_rv64_O0")
    assert hot.total == told.total == 196626
    assert hot.functions == told.functions
    assert hot.lines == told.lines
    assert hot.functions[0][:2] == ("iterate_p1", 61820)
    assert repr(hot) == "Hot(total=196626, hottest='iterate_p1')"
    hot.write(tmp_path / "stacks", "folded")
    assert (tmp_path / "stacks").read_text().startswith("iterate_p1 61820\n")
    hot.write(tmp_path / "hot.json", "json", top=1)
    assert len(json.loads((tmp_path / "hot.json").read_text())["functions"]) == 1
    with pytest.raises(ExperimentError) as caught:
        Hot(trace, elf=PROJECT / "examples" / "workloads" / "text.elf")
    assert caught.value.name == "trace_mismatch"


def test_hot_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError) as caught:
        Hot(tmp_path)
    assert caught.value.name == "report_missing"
    (tmp_path / "inst_counts.txt").write_text(
        "         30  100.0%  100.0%  0000000000010078  05d00893   addi        x17,x0,93\n"
    )
    hot = Hot(tmp_path / "inst_counts.txt")
    assert hot.functions == [("[unknown]", 30, 30)]
    assert hot.lines == [("", 0, 30)]
