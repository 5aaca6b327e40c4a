"""Experiment.run(): the lines that it prints, the files that it leaves, and how it fails."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from atlasexplorer.atlasexplorer import AtlasExplorer, Experiment
from atlasexplorer.exceptions import (
    AtlasExplorerError,
    AuthenticationError,
    ELFValidationError,
    EncryptionError,
    ExperimentError,
    NetworkError,
    TimeLimitError,
)
from conftest import CORE, KEY, write_elf

Connect = Callable[..., AtlasExplorer]
Output = pytest.CaptureFixture[str]
UUID = r"\d{6}_\d{6}_[0-9a-f-]{36}"
GOOD_RUN = rf"""Core set to: I8500_\(1_thread\)
experiment name is set to: run
creating experiment
expUUID: {UUID}
Available versions: latest, ST-2025-07-16-171806
creating report summary
reportUUID: {UUID}
creating report inst_counts
reportUUID: {UUID}
creating report inst_trace
reportUUID: {UUID}
File encrypted using hybrid approach\.
uploading experiment package
experiment is being generated\.\.\.\.\.
experiment is being generated\.\.\.\.\.
experiment is ready, downloading now
Preparing download
Decrypting package
Unpacking package
Deleting invalid roi report: \S+/exp/run/run/reports/summary/summary_roi_2\.json
.*"""


def prepared(atlas: AtlasExplorer | None, elf: str, verbose: bool = False) -> Experiment:
    experiment = Experiment("exp", atlas, verbose=verbose)
    experiment.addWorkload(elf)
    experiment.setCore(CORE)
    return experiment


def files_below(folder: str) -> list[str]:
    found = (Path(here) / name for here, _, names in os.walk(folder) for name in names)
    return sorted(str(path.relative_to(folder)) for path in found)


def test_good_run_line_by_line(connect: Connect, elf: str, capsys: Output) -> None:
    experiment = prepared(connect("--pending", "2"), elf, verbose=True)
    experiment.run("run")
    assert re.fullmatch(GOOD_RUN, capsys.readouterr().out, re.DOTALL)


def test_quiet_run_line_by_line(connect: Connect, elf: str, capsys: Output) -> None:
    prepared(connect(), elf).run("run")
    assert capsys.readouterr().out == "Available versions: latest, ST-2025-07-16-171806\n"


def test_files_of_a_run(connect: Connect, elf: str) -> None:
    experiment = prepared(connect(), elf)
    assert (experiment.expname, experiment.experiment_timestamp) == (None, None)
    assert experiment.expdir == os.path.abspath("exp")
    experiment.run("run")
    assert experiment.getRoot() == os.path.abspath("exp/run")
    assert experiment.expdir == experiment.getRoot()
    assert (experiment.expname, experiment.unpack) == ("run", True)
    assert re.fullmatch(r"\d{6}_\d{6}", experiment.experiment_timestamp or "")
    assert (experiment.config, experiment.instcounts, experiment.insttrace) == (None, None, None)
    assert experiment.workloads == [elf]
    assert files_below("exp/run") == [
        ".job.json",
        "config.json",
        "run.tar.gz",
        "run/.experiment/app.elf.zstf",
        "run/.experiment/config.json",
        "run/.experiment/debug.tar.gz",
        "run/reports/app_Instruction_Counts/inst_counts.txt",
        "run/reports/app_Instruction_Trace/inst_trace.txt",
        "run/reports/summary/summary.json",
        "run/reports/summary/summary_roi_1.json",
    ]


def test_config_has_all_fields_and_no_secret(connect: Connect, elf: str) -> None:
    prepared(connect(), elf).run("run")
    text = Path("exp/run/config.json").read_text(encoding="utf-8")
    config = json.loads(text)
    assert list(config) == [
        "date", "name", "core", "workload", "uuid", "toolsVersion", "timeout", "pluginVersion",
        "compiler", "compilerFlags", "numRegions", "reports", "heartbeat", "iss", "apikey",
        "geolocation", "otp", "version", "arch", "clientType",
    ]  # fmt: skip
    assert text.startswith('{\n    "date"')
    assert config["workload"] == [{"elf": elf, "zstf": ""}]
    assert (config["apikey"], config["otp"]) == ("", "")
    for path in files_below("exp"):
        assert KEY.encode() not in Path("exp", path).read_bytes()


def test_requests_come_in_their_old_order(connect: Connect, elf: str) -> None:
    from conftest import Gateway

    atlas = connect()
    prepared(atlas, elf).run()
    gateway = Gateway.__new__(Gateway)
    gateway.url = (atlas.config.gateway or "").removesuffix("/gw")
    asked = [line for line in gateway.requests["requests"] if " " in line]
    assert asked == [
        "GET /gwbychannelregion",
        "GET /gw/dataworkerstatus",
        "GET /gw/cloudcaps",
        "POST /gw/createsignedurls",
        "PUT store/workload.exp",
        "GET store/status.json",
        "GET store/result.bin",
    ]
    assert gateway.complaints == []


def test_runs_twice_without_nesting(connect: Connect, elf: str) -> None:
    experiment = prepared(connect(), elf)
    experiment.run("one")
    experiment.run("two")
    assert sorted(os.listdir("exp")) == ["one", "two"]
    assert experiment.getRoot() == os.path.abspath("exp/two")
    assert experiment.getSummary() is not None


def test_two_runs_within_a_second(connect: Connect, elf: str) -> None:
    experiment = prepared(connect(), elf)
    experiment.run()
    experiment.run()
    names = sorted(os.listdir("exp"))
    assert len(names) == 2
    assert all(name.startswith(f"{CORE}_") for name in names)


def test_the_name_of_a_run_must_be_free(connect: Connect, elf: str) -> None:
    experiment = prepared(connect(), elf)
    experiment.run("run")
    with pytest.raises(FileExistsError) as caught:
        experiment.run("run")
    assert isinstance(caught.value, ExperimentError)


def test_a_run_that_keeps_the_result_packed(connect: Connect, elf: str, capsys: Output) -> None:
    experiment = prepared(connect(), elf, verbose=True)
    experiment.run("run", False)
    assert files_below("exp/run") == [".job.json", "config.json", "run.tar.gz"]
    assert Path("exp/run/run.tar.gz").read_bytes()[:2] != b"\x1f\x8b"
    assert stat.S_IMODE(Path("exp/run/run.tar.gz").stat().st_mode) == 0o600
    assert "Decrypting" not in capsys.readouterr().out
    assert experiment.getSummary() is None
    assert capsys.readouterr().out == "No summary report found for this experiment.\n"


def test_no_workloads_is_an_error(connect: Connect) -> None:
    experiment = Experiment("exp", connect(), verbose=False)
    experiment.setCore(CORE)
    with pytest.raises(ValueError, match="no workload was given") as caught:
        experiment.run("run")
    assert isinstance(caught.value, ExperimentError)


def test_several_workloads(connect: Connect, tmp_path: Path) -> None:
    experiment = Experiment("exp", connect(), verbose=False)
    experiment.add_workload(write_elf(tmp_path / "a.elf"))
    experiment.add_workload(str(write_elf(tmp_path / "b.elf")))
    experiment.set_core("I8500_(2_threads)")
    experiment.run("run")
    summary = experiment.getSummary()
    assert summary is not None
    assert summary.getTotalInstructions() == 98_765
    assert "Total Instructions Retired (All Threads)" in summary.getMetricKeys()


def test_an_atlas_of_its_own(connect: Connect, elf: str) -> None:
    connect()
    experiment = prepared(None, elf)
    experiment.run("run")
    assert experiment.atlas is not None


def test_missing_workload(connect: Connect, elf: str, capsys: Output) -> None:
    experiment = Experiment("exp", connect(), verbose=False)
    with pytest.raises(SystemExit) as caught:
        experiment.addWorkload("gone.elf")
    assert isinstance(caught.value, ELFValidationError)
    assert caught.value.code == 1
    expected = "Error: specified elf file does not exist\nELF: gone.elf\n"
    assert capsys.readouterr().out == expected
    experiment.addWorkload(elf)
    experiment.setCore(CORE)
    os.remove(elf)
    with pytest.raises(ELFValidationError) as late:
        experiment.run()
    assert isinstance(late.value, SystemExit)
    assert isinstance(late.value, ExperimentError)
    assert capsys.readouterr().out == ""


def test_unknown_core_and_no_core(connect: Connect, elf: str, capsys: Output) -> None:
    experiment = prepared(connect(), elf)
    experiment.core = "A1"
    with pytest.raises(SystemExit) as caught:
        experiment.run()
    assert isinstance(caught.value, AtlasExplorerError)
    assert capsys.readouterr().out.splitlines() == [
        "Available versions: latest, ST-2025-07-16-171806",
        "Core A1 is not supported by the cloud capabilities.",
    ]
    experiment.core = None
    with pytest.raises(ExperimentError):
        experiment.run()
    assert os.listdir("exp") == []


FAULTS = [
    ("status-500", AtlasExplorerError, "error generating experiment, escaping now"),
    ("status-404", AtlasExplorerError, ""),
    ("key-garbage", EncryptionError, "Encryption error: "),
    ("upload-403", NetworkError, ""),
    ("result-403", NetworkError, ""),
    ("short-result", NetworkError, ""),
    ("result-wrong-otp", EncryptionError, "Decryption error: "),
    ("gzip-truncated", AtlasExplorerError, ""),
    ("tar-hardlink", AtlasExplorerError, ""),
    ("no-summary", AtlasExplorerError, ""),
    ("summary-not-json", AtlasExplorerError, ""),
]


@pytest.mark.parametrize(("fault", "kind", "text"), FAULTS)
def test_a_failed_run_raises(
    fault: str, kind: type[Exception], text: str, connect: Connect, elf: str, capsys: Output
) -> None:
    experiment = prepared(connect("--fault", fault), elf)
    with pytest.raises(ExperimentError) as caught:
        experiment.run("run")
    assert isinstance(caught.value, kind)
    assert not isinstance(caught.value, SystemExit)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Available versions: latest, ST-2025-07-16-171806"
    assert "\n".join(lines[1:]).startswith(text)
    assert not os.path.exists("exp/run/run/reports/summary/summary.json") or "summary" in fault


def test_a_key_that_is_refused_in_the_run(connect: Connect, elf: str) -> None:
    atlas = connect()
    experiment = prepared(atlas, elf)
    atlas.config._client = type(atlas.client)(
        api_key="wrong", channel="development", region="us-west-2"
    )
    with pytest.raises(AuthenticationError) as caught:
        experiment.run()
    assert isinstance(caught.value, ExperimentError)
    assert isinstance(caught.value, SystemExit)


def test_it_waits_no_longer_than_told(connect: Connect, elf: str) -> None:
    from atlasexplorer import Job

    experiment = prepared(connect("--fault", "pending-for-ever"), elf)
    experiment.timeout_s = 0.3
    with pytest.raises(TimeLimitError) as caught:
        experiment.run("run")
    assert isinstance(caught.value, ExperimentError)
    assert experiment.getRoot() == os.path.abspath("exp/run")
    assert Job.open(experiment.getRoot()).name == "run"


def test_ctrl_c_leaves_a_job_that_can_be_resumed(connect: Connect, elf: str) -> None:
    experiment = prepared(connect("--fault", "pending-for-ever"), elf)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            experiment.run("run")
    finally:
        timer.join()
        signal.signal(signal.SIGINT, before)
    assert os.path.exists("exp/run/.job.json")
