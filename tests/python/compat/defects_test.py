"""The old clients' defects, one test for each: the interface is kept, the defect is not."""

from __future__ import annotations

import importlib
import io
import os
import re
import shutil
import stat
import subprocess
import tarfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atlasexplorer
import pytest
from atlasexplorer import Job, TimeLimitError
from atlasexplorer.atlasexplorer import AtlasExplorer, Experiment
from atlasexplorer.exceptions import (
    EncryptionError,
    ExperimentError,
    NetworkError,
)
from conftest import CORE, KEY, Gateway, write_elf

Connect = Callable[..., AtlasExplorer]
Configure = Callable[[Gateway], None]
Start = Callable[..., Gateway]
Output = pytest.CaptureFixture[str]
QUIET = ("--pending", "0", "--not-yet-count", "0")


def prepared(atlas: AtlasExplorer, elf: str, verbose: bool = False) -> Experiment:
    experiment = Experiment("exp", atlas, verbose=verbose)
    experiment.addWorkload(elf)
    experiment.setCore(CORE)
    return experiment


@pytest.fixture(params=["-gdwarf-4", "-gdwarf-5"])
def debug_elf(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A program of two source files, one in a folder of its own and one that is gone."""
    compiler = shutil.which("riscv64-linux-gnu-gcc")
    if compiler is None:
        pytest.skip("no riscv64-linux-gnu-gcc")
    (tmp_path / "src/include").mkdir(parents=True)
    (tmp_path / "src/include/answer.h").write_text("static int answer(void) { return 42; }\n")
    (tmp_path / "src/gone.h").write_text("static int gone(int x) { return x - 42; }\n")
    (tmp_path / "src/main.c").write_text(
        '#include "include/answer.h"\n#include "gone.h"\n'
        'void _start(void) { register long a0 __asm__("a0") = gone(answer());\n'
        'register long a7 __asm__("a7") = 93; __asm__ volatile("ecall" :: "r"(a0), "r"(a7)); }\n'
    )
    options = ["-g", request.param, "-O0", "-static", "-nostdlib", "-march=rv64g", "-mabi=lp64d"]
    subprocess.run(
        [compiler, *options, "main.c", "-o", "../main.elf"], cwd=tmp_path / "src", check=True
    )
    (tmp_path / "src/gone.h").unlink()
    return str(tmp_path / "main.elf")


def test_snapshot_source_finds_the_sources(debug_elf: str, capsys: Output) -> None:
    src = str(Path(debug_elf).parent / "src")
    wanted = [f"{src}/include/answer.h", f"{src}/main.c"]
    assert Experiment("exp", None, verbose=True).snapshotSource(debug_elf) == set(wanted)
    assert capsys.readouterr().out.splitlines() == ["Embedded source files in ELF:", *wanted]


def test_a_run_ends_with_the_sources(connect: Connect, debug_elf: str, capsys: Output) -> None:
    prepared(connect(), debug_elf, verbose=True).run("run")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3] == "Embedded source files in ELF:"
    assert lines[-1].endswith("/src/main.c")
    assert not [line for line in lines if line.startswith("Warning")]


def test_nothing_is_sent_when_encryption_fails(
    start_gateway: Start, configure_for: Configure, elf: str
) -> None:
    gateway = start_gateway(*QUIET, "--fault", "key-garbage")
    configure_for(gateway)
    with pytest.raises(EncryptionError):
        prepared(AtlasExplorer(), elf).run("run")
    assert not [line for line in gateway.requests["requests"] if line.startswith("PUT")]
    assert os.listdir("exp") == []


@pytest.mark.parametrize("fault", ["redirect-other-origin", "redirect-result"])
def test_the_key_stays_at_its_origin(
    fault: str, start_gateway: Start, configure_for: Configure, elf: str
) -> None:
    gateway = start_gateway(*QUIET, "--fault", fault)
    configure_for(gateway)
    experiment = prepared(AtlasExplorer(), elf)
    if fault == "redirect-result":
        experiment.run("run")
    else:
        with pytest.raises(ExperimentError):
            experiment.run("run")
    assert gateway.complaints == []


def test_a_run_outlasts_ten_polls(connect: Connect, elf: str) -> None:
    experiment = prepared(connect("--pending", "12"), elf)
    experiment.run("run")
    assert experiment.getSummary() is not None


def test_giving_up_is_told_and_the_job_can_be_fetched_later(
    start_gateway: Start, configure_for: Configure, elf: str
) -> None:
    gateway = start_gateway("--pending", "3", "--not-yet-count", "0")
    configure_for(gateway)
    experiment = prepared(AtlasExplorer(), elf)
    experiment.timeout_s = 0
    with pytest.raises(TimeLimitError):
        experiment.run("run")
    report = Job.open(experiment.getRoot(), client=gateway.client()).result(60)
    assert report.cycles
    again = Experiment.getExperiment(experiment.getRoot())
    assert again is not None
    assert again.getSummary() is not None


@pytest.mark.parametrize("fault", ["reset-result", "short-result", "result-403", "result-empty"])
def test_a_download_that_fails_is_an_error(fault: str, connect: Connect, elf: str) -> None:
    with pytest.raises(ExperimentError):
        prepared(connect("--fault", fault), elf).run("run")
    assert os.listdir("exp") == ["run"]


HOSTILE = (
    "tar-absolute", "tar-parent", "tar-symlink", "tar-hardlink", "tar-device",
    "tar-fifo", "tar-truncated", "gzip-truncated", "result-truncated", "result-not-gzip",
)  # fmt: skip


@pytest.mark.parametrize("fault", HOSTILE)
def test_a_hostile_or_damaged_result_leaves_nothing(fault: str, connect: Connect, elf: str) -> None:
    experiment = prepared(connect("--fault", fault), elf)
    before = Path("/etc/passwd").stat()
    with pytest.raises(ExperimentError):
        experiment.run("run")
    assert Path("/etc/passwd").stat() == before
    assert not os.path.exists("exp/run/run")
    assert not os.path.islink("exp/run/run")
    assert set(os.listdir("exp/run")) <= {".job.json", "config.json", "run.tar.gz"}
    assert experiment.summary is None


def test_one_flipped_bit_is_never_a_summary(
    start_gateway: Start, configure_for: Configure, elf: str
) -> None:
    configure_for(start_gateway(*QUIET, "--fault", "result-tampered"))
    with pytest.raises(ExperimentError):
        prepared(AtlasExplorer(), elf).run("run")


def test_results_have_a_limit(start_gateway: Start, elf: str) -> None:
    gateway = start_gateway(*QUIET, "--fault", "tar-bomb", "--bomb-mib", "64")
    client = gateway.client(max_result_bytes=32 << 20)
    with pytest.raises(atlasexplorer.AtlasExplorerError, match="limit"):
        client.experiment(elf, core=CORE, name="bomb").run()
    assert not Path("bomb/bomb").exists()


def test_nothing_secret_on_disk_or_screen(connect: Connect, elf: str, capsys: Output) -> None:
    experiment = prepared(connect(verbose=True), elf, verbose=True)
    experiment.run("run")
    experiment.run("packed", unpack=False)
    out = capsys.readouterr().out
    assert KEY not in out
    assert KEY not in repr(experiment.atlas and experiment.atlas.client)
    for folder, _, names in os.walk("exp"):
        for name in names:
            path = Path(folder, name)
            content = path.read_bytes()
            assert KEY.encode() not in content
            if b'"otp": "' in content and b'"otp": ""' not in content:
                assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(Path("exp").rglob("workload.exp"))


def test_the_package_tells_nothing_of_its_maker(connect: Connect, elf: str) -> None:
    prepared(connect(), elf).run("run")
    with tarfile.open("exp/run/run.tar.gz") as archive:
        assert archive.getnames()


@pytest.mark.parametrize("make", ["folder", "same name"])
def test_workloads_that_no_package_can_hold(make: str, connect: Connect, tmp_path: Path) -> None:
    experiment = Experiment("exp", connect(), verbose=False)
    experiment.setCore("I8500_(2_threads)")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        experiment.addWorkload(
            str(tmp_path / name) if make == "folder" else write_elf(tmp_path / name / "app.elf")
        )
    with pytest.raises(ExperimentError) as caught:
        experiment.run("run")
    assert caught.value.stage == "package"
    assert os.listdir("exp") == []


def test_a_failed_run_leaves_no_folder(connect: Connect, elf: str) -> None:
    experiment = prepared(connect("--fault", "upload-403"), elf)
    with pytest.raises(NetworkError):
        experiment.run("run")
    assert os.listdir("exp") == []
    assert experiment.getRoot() == os.path.abspath("exp")


def test_the_locale_of_the_process_stays(tmp_path: Path) -> None:
    import locale

    from atlasexplorer import SummaryReport

    metrics = {"a": {"desc": "", "vis": 1, "val": 1}, "ordered_keys": ["a"]}
    path = tmp_path / "summary.json"
    text = f'{{"Statistics": {{"Summary Performance Report": {metrics}}}}}'.replace("'", '"')
    path.write_text(text, encoding="utf-8")
    before = locale.setlocale(locale.LC_ALL)
    SummaryReport(str(path)).printMetrics()
    assert locale.setlocale(locale.LC_ALL) == before


def test_warnings_are_shown_as_the_script_wants_them() -> None:
    before = warnings.showwarning
    for name in ("atlasexplorer", "atlasexplorer.utils.deprecation", "atlasexplorer.core"):
        importlib.import_module(name)
    assert warnings.showwarning is before


def test_lines_of_the_refactored_client_end_in_line_feeds(
    connect: Connect, elf: str, capsys: Output
) -> None:
    experiment = prepared(connect(), elf, verbose=False)
    experiment.run("run")
    summary = experiment.getSummary()
    assert summary is not None
    capsys.readouterr()
    summary.print_metrics("Cache")
    out = capsys.readouterr().out
    assert "\\n" not in out
    assert "new backend-compatible encryption" not in out
    assert len(out.splitlines()) == len(summary.get_cache_metrics())


def test_legacy_names_take_what_they_took(connect: Connect, elf: str) -> None:
    experiment = atlasexplorer.LegacyExperiment("exp", connect(), verbose=False)
    experiment.addWorkload(elf)
    experiment.setCore(CORE)
    experiment.run("run")
    experiment.cleanSummaries("summary")
    summary = experiment.getSummary()
    assert isinstance(summary, atlasexplorer.LegacySummaryReport)
    assert summary.getMetricKeys("Cycles")
    summary.printMetrics("Cycles")


def test_no_branch_of_the_interface_is_a_string_of_code() -> None:
    """The old command line called ``eval`` on its subcommand."""
    package = Path(atlasexplorer.__file__).parent
    for path in package.rglob("*.py"):
        assert not re.search(r"\b(eval|exec)\(", path.read_text(encoding="utf-8")), path


def test_the_extension_version_is_that_of_the_environment(
    start_gateway: Start, configure_for: Configure, elf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_EXT_VERSION", "1.2.3")
    gateway = start_gateway(*QUIET, "--extversion", "1.2.3")
    configure_for(gateway)
    prepared(AtlasExplorer(), elf).run("run")
    assert gateway.complaints == []


@pytest.mark.parametrize(
    ("options", "version"),
    [((), 1), (("--package-format", "v1,v2", "--advertise-formats", "--result-format", "v2"), 2)],
)
def test_both_generations_of_gateways(
    options: tuple[str, ...], version: int, connect: Connect, elf: str
) -> None:
    experiment = prepared(connect(*options), elf)
    experiment.run(f"v{version}")
    assert experiment.getSummary() is not None


def test_a_script_may_replace_standard_output(connect: Connect, elf: str) -> None:
    import contextlib

    captured = io.StringIO()
    with contextlib.redirect_stdout(captured):
        prepared(connect(), elf, verbose=True).run("run")
    assert "experiment is ready, downloading now" in captured.getvalue()


def test_star_of_the_one_file_client_brings_what_it_brought() -> None:
    names: dict[str, Any] = {}
    exec("from atlasexplorer.atlasexplorer import *", names)
    wanted = (
        "Experiment SummaryReport AtlasConstants AtlasConfig AtlasExplorer configure "
        "subcmd_configure API_EXT_VERSION AE_GLOBAL_API uuid json datetime time os sys argparse "
        "tarfile Path re locale prompt"
    )
    assert set(wanted.split()) <= names.keys()
    assert "__getChannelList" not in names
