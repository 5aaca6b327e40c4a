"""Reloaded experiments, SummaryReport, sources: what is read after a run."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from atlasexplorer.analysis import ELFAnalyzer
from atlasexplorer.atlasexplorer import AtlasExplorer, Experiment, SummaryReport
from atlasexplorer.exceptions import ExperimentError
from conftest import CORE

Connect = Callable[..., AtlasExplorer]
Output = pytest.CaptureFixture[str]
CYCLES, INSTRUCTIONS = "Total Cycles Consumed", "Total Instructions Retired"


def write_summary(path: Path, metrics: dict[str, object]) -> str:
    entries: dict[str, object] = {
        name: {"desc": f"{name}?", "vis": 7, "val": value} for name, value in metrics.items()
    }
    entries["ordered_keys"] = list(metrics)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"Statistics": {"Summary Performance Report": entries}})
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture
def summary(tmp_path: Path) -> SummaryReport:
    metrics: dict[str, object] = {
        CYCLES: 2000,
        INSTRUCTIONS: 1000000,
        "L1 Cache Hits": 1234567,
        "Branch Mispredicts": 2.5,
        "IPC": "nan",
    }
    return SummaryReport(write_summary(tmp_path / "summary.json", metrics))


def test_attributes_and_getters(summary: SummaryReport, tmp_path: Path) -> None:
    assert list(summary.summarydata) == [
        CYCLES, INSTRUCTIONS, "L1 Cache Hits", "Branch Mispredicts", "IPC",
    ]  # fmt: skip
    assert summary.summarydata["IPC"] == {"desc": "IPC?", "vis": 7, "val": "nan"}
    assert (summary.totalcycles, summary.totalinsts) == (2000, 1000000)
    assert (summary.getTotalCycles(), summary.get_total_cycles()) == (2000, 2000)
    assert (summary.getTotalInstructions(), summary.get_total_instructions()) == (1000000, 1000000)
    assert summary.getMetricValue("Branch Mispredicts") == 2.5
    assert summary.getMetricValue("IPC") == "nan"
    assert isinstance(summary.get_metric_value(CYCLES), int)
    assert summary.get_metric_info(CYCLES)["desc"] == f"{CYCLES}?"
    assert summary.get_ipc() == 500.0
    assert summary.json_file == str(tmp_path / "summary.json")
    assert SummaryReport(json_file=summary.json_file).totalcycles == 2000


def test_keys_by_expression(summary: SummaryReport, capsys: Output) -> None:
    assert summary.getMetricKeys(".*Cache.*") == ["L1 Cache Hits"]
    assert summary.get_metric_keys("^Total") == [CYCLES, INSTRUCTIONS]
    assert len(summary.getMetricKeys()) == 5
    assert len(summary.getMetricKeys("(")) == 5
    assert capsys.readouterr().out == "Invalid regex pattern: (\n"


def test_unknown_metric_is_both_errors(summary: SummaryReport) -> None:
    with pytest.raises(KeyError):
        summary.getMetricValue("nonsense")
    with pytest.raises(ExperimentError):
        summary.get_metric_value("nonsense")


def test_printed_metrics(
    summary: SummaryReport, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    summary.printMetrics("Cache|Branch|IPC")
    expected = "L1 Cache Hits: 1234567\nBranch Mispredicts: 2.5\nIPC: nan\n"
    assert capsys.readouterr().out == expected
    monkeypatch.setenv("LC_ALL", "nonsense")
    summary.print_metrics("IPC")
    assert capsys.readouterr().out == "IPC: nan\n"


def test_metrics_by_subject_and_export(summary: SummaryReport, tmp_path: Path) -> None:
    assert summary.get_cache_metrics() == {"L1 Cache Hits": 1234567}
    assert summary.get_branch_metrics() == {"Branch Mispredicts": 2.5}
    summary.export_metrics(str(tmp_path / "out.json"), "Branch")
    exported = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert exported == {
        "source_report": summary.json_file,
        "total_cycles": 2000,
        "total_instructions": 1000000,
        "ipc": 500.0,
        "metrics": {"Branch Mispredicts": {"desc": "Branch Mispredicts?", "vis": 7, "val": 2.5}},
    }


def test_totals_of_several_threads_and_of_none(tmp_path: Path) -> None:
    metrics: dict[str, object] = {CYCLES: 2, f"{INSTRUCTIONS} (All Threads)": 4}
    both = SummaryReport(write_summary(tmp_path / "a.json", metrics))
    assert (both.getTotalInstructions(), both.get_ipc()) == (4, 2.0)
    none = SummaryReport(write_summary(tmp_path / "b.json", {"x": 1}))
    assert (none.getTotalCycles(), none.getTotalInstructions(), none.get_ipc()) == (None, None, 0)


def test_a_summary_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    for name in ("broken.json", "missing.json"):
        with pytest.raises(ExperimentError):
            SummaryReport(str(tmp_path / name))


def test_a_reloaded_experiment_has_its_summary(connect: Connect, elf: str, capsys: Output) -> None:
    atlas = connect()
    experiment = Experiment("exp", atlas, verbose=False)
    experiment.addWorkload(elf)
    experiment.setCore(CORE)
    experiment.run("run")
    capsys.readouterr()
    again = Experiment.getExperiment(experiment.getRoot(), atlas)
    assert again is not None
    assert again.verbose is True
    assert (again.workloads, again.core) == ([], None)
    assert again.config["name"] == "run"
    assert again.summary is not None
    summary = again.getSummary()
    assert summary is not None
    assert summary.getTotalCycles() == 123_456
    assert Experiment.getExperiment(experiment.getRoot()) is not None
    assert capsys.readouterr().out == ""


def test_an_experiment_without_results(capsys: Output) -> None:
    experiment = Experiment("exp", None)
    assert os.path.isdir("exp")
    assert experiment.config is None
    assert experiment.getSummary() is None
    assert Experiment.getExperiment("nowhere") is None
    assert capsys.readouterr().out == (
        "No summary report found for this experiment.\n"
        "Experiment directory does not exist: nowhere\n"
    )
    with pytest.raises(FileNotFoundError):
        Experiment("not/there", None)


def test_broken_files_are_told(tmp_path: Path) -> None:
    write_summary(tmp_path / "exp/exp/reports/summary/summary.json", {})
    (tmp_path / "exp/exp/reports/summary/summary.json").write_text("{", encoding="utf-8")
    with pytest.raises(ExperimentError):
        Experiment(str(tmp_path / "exp"), None)
    shutil.rmtree(tmp_path / "exp/exp")
    (tmp_path / "exp/config.json").write_text("{", encoding="utf-8")
    with pytest.raises(json.JSONDecodeError):
        Experiment(str(tmp_path / "exp"), None)


def test_clean_up_of_regions(tmp_path: Path, capsys: Output) -> None:
    folder = tmp_path / "exp/exp/reports/summary"
    write_summary(folder / "summary.json", {CYCLES: 5})
    for number, cycles in enumerate((5, 0, 0), 1):
        write_summary(folder / f"summary_roi_{number}.json", {CYCLES: cycles})
    experiment = Experiment(str(tmp_path / "exp"), None, verbose=True)
    experiment.cleanSummaries("summary")
    assert sorted(os.listdir(folder)) == ["summary.json", "summary_roi_1.json"]
    assert capsys.readouterr().out.splitlines() == [
        f"Deleting invalid roi report: {folder}/summary_roi_{number}.json" for number in (2, 3)
    ]
    experiment.cleanSummaries("nonsense")
    assert capsys.readouterr().out == "No report directory found:nonsense\n"
    Experiment(str(tmp_path / "exp/exp"), None).cleanSummaries("summary")
    Experiment(str(tmp_path), None).cleanSummaries("summary")
    assert capsys.readouterr().out == "No report directory found:summary\n"


def test_clean_up_of_the_real_run(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "real_run_1_thread", tmp_path / "real")
    folder = next((tmp_path / "real").rglob("reports"))
    Experiment(str(folder.parent), None, verbose=False).cleanSummaries("summary")
    assert sorted(os.listdir(folder / "summary")) == ["summary.json", "summary_roi_1.json"]
    summary = SummaryReport(str(folder / "summary" / "summary.json"))
    assert summary.getTotalCycles() > 0
    assert not math.isnan(summary.get_ipc())


def test_sources_of_what_is_no_program(tmp_path: Path, capsys: Output) -> None:
    experiment = Experiment("exp", None, verbose=True)
    assert experiment.snapshotSource("gone.elf") == set()
    (tmp_path / "text").write_text("no ELF", encoding="utf-8")
    assert experiment.snapshotSource(str(tmp_path / "text")) == set()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ELF path does not exist: gone.elf"
    assert lines[1].startswith(f"Error processing ELF {tmp_path / 'text'}: ")
    assert ELFAnalyzer(False).snapshot_source_files("gone.elf") == set()
    assert capsys.readouterr().out == ""


def test_judgement_of_a_workload(elf: str, tmp_path: Path, capsys: Output) -> None:
    assert ELFAnalyzer().validate_elf_file(elf) is True
    (tmp_path / "text").write_text("no ELF", encoding="utf-8")
    assert ELFAnalyzer().validate_elf_file(str(tmp_path / "text")) is False
    assert capsys.readouterr().out.startswith("Error: ")
    assert ELFAnalyzer(verbose=False).validate_elf_file("gone.elf") is False


def test_report_requests_of_config_json() -> None:
    config = {
        "date": "250905_140108", "uuid": "u", "core": CORE, "toolsVersion": "latest",
        "timeout": 300, "pluginVersion": "0.0.97",
    }  # fmt: skip
    make = Experiment("exp", None, verbose=False)._Experiment__creatReportNested
    report = make("inst_counts", "a_Instruction_Counts", config, "a.elf", "a.elf.zstf")
    assert list(report) == [
        "startDate", "reportUUID", "expUUID", "core", "elfFileName", "zstfFileName", "reportName",
        "reportType", "userParameters", "startInst", "endInst", "resolution", "toolsVersion",
        "timeout", "pluginVersion", "isROIReport", "region",
    ]  # fmt: skip
    assert report["reportUUID"].startswith("250905_140108_")
