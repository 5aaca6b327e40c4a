"""Experiment and Job, from submission to result."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from atlasexplorer import (
    CancelledError,
    Client,
    Experiment,
    ExperimentError,
    FileMissingError,
    Job,
    JobState,
    Progress,
    Report,
    TimeLimitError,
    WorkloadMissingError,
    clean_jobs,
    list_jobs,
)
from conftest import CORE, FOR_EVER, ILLEGAL, KEY, Gateway, write_elf

Start = Callable[..., Gateway]


def test_run_on_the_cloud(gateway: Gateway, elf: str) -> None:
    report = gateway.client().experiment(elf, core=CORE, name="one", directory="runs").run()
    assert isinstance(report, Report)
    assert report.cycles
    assert Path("runs/one/one/reports/summary/summary.json").is_file()
    assert gateway.complaints == []


def test_run_in_this_process(elf: str) -> None:
    report = Client(backend="local").experiment(elf, core=CORE, name="one").run()
    assert report.instructions == 3


def test_one_experiment_runs_twice(gateway: Gateway, elf: str) -> None:
    experiment = gateway.client().experiment(elf, core=CORE)
    experiment.name = "first"
    experiment.run()
    report = experiment.run("second")
    assert report is not None
    assert sorted(os.listdir(".")) == ["first", "second"]


def test_submit_then_wait_then_result(start_gateway: Start, elf: str) -> None:
    gateway = start_gateway("--pending", "2")
    job = gateway.client().experiment(elf, core=CORE, name="one").submit()
    assert (job.name, job.core, job.backend) == ("one", CORE, "cloud")
    assert job.directory == str(Path("one").absolute())
    assert job.uuid
    assert job.state == "submitted"
    assert job.status() in (JobState.SUBMITTED, JobState.RUNNING)
    seen: list[Progress] = []
    assert job.wait(30, seen.append) is JobState.READY
    assert {progress.stage for progress in seen} == {"poll"}
    assert job.status() is JobState.READY
    assert job.wait() is JobState.READY
    report = job.result()
    assert job.state is JobState.COLLECTED
    assert job.result() is report
    assert "collected" in repr(job)


def test_progress_names_the_stages_in_order(gateway: Gateway, elf: str) -> None:
    stages: list[str] = []

    def note(progress: Progress) -> None:
        assert progress.elapsed_s >= 0
        assert progress.fraction is None or 0 <= progress.fraction <= 1
        if progress.stage not in stages:
            stages.append(progress.stage)

    gateway.client().experiment(elf, core=CORE).run(on_progress=note)
    order = """
        config gateway package encrypt upload poll download decrypt unpack report
    """.split()  # noqa: SIM905
    assert stages == [stage for stage in order if stage in stages]
    assert {"upload", "poll", "download", "report"} <= set(stages)


def test_a_job_is_found_again_by_its_folder(
    gateway: Gateway, elf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = gateway.client()
    gone = client.experiment(elf, core=CORE, name="one").submit()
    del gone
    job = Job.open("one", client=client)
    assert job.result(30).cycles
    # Finished: it opens all the same, and needs no client.
    again = Job.open(Path("one"))
    assert again.state is JobState.COLLECTED
    assert (again.name, again.core, again.uuid) == ("one", CORE, job.uuid)
    assert again.status() is JobState.COLLECTED
    assert again.wait() is JobState.COLLECTED
    assert again.result().cycles == job.result().cycles
    again.cancel()
    assert again.state is JobState.COLLECTED
    assert again.backend


def test_a_local_job_is_found_without_a_client(elf: str) -> None:
    Client(backend="local").experiment(elf, core=CORE, name="one").submit()
    job = Job.open("one")
    assert job.backend == "local"
    assert job.result().instructions == 3


def test_a_folder_without_a_job() -> None:
    with pytest.raises(ExperimentError, match="no unfinished job"):
        Job.open(".")
    with pytest.raises(ExperimentError):
        Job.open(".", client=Client(backend="local"))


def test_a_failed_job_is_a_state_until_its_result_is_wanted(start_gateway: Start, elf: str) -> None:
    client = start_gateway("--fault", "status-500", "--not-yet-count", "0").client()
    job = client.experiment(elf, core=CORE, name="one").submit()
    assert job.error is None
    assert job.wait(30) is JobState.FAILED
    assert isinstance(job.error, ExperimentError)
    assert job.status() is JobState.FAILED
    with pytest.raises(ExperimentError) as caught:
        job.result()
    assert caught.value.name == "job_failed"
    other = client.experiment(elf, core=CORE, name="two").submit()
    with pytest.raises(ExperimentError):
        other.result(30)
    assert other.error is not None


def test_a_workload_that_does_what_it_may_not(tmp_path: Path) -> None:
    elf = write_elf(tmp_path / "bad.elf", ILLEGAL)
    job = Client(backend="local").experiment(elf, core=CORE).submit()
    assert job.wait() is JobState.FAILED
    assert job.error is not None
    assert job.error.name == "guest_illegal_instruction"
    with pytest.raises(ExperimentError):
        job.result()


def test_time_runs_out_and_the_job_goes_on(start_gateway: Start, elf: str) -> None:
    client = start_gateway("--fault", "pending-for-ever").client()
    job = client.experiment(elf, core=CORE, name="one").submit()
    with pytest.raises(TimeoutError) as caught:
        job.wait(0.2)
    assert isinstance(caught.value, TimeLimitError)
    assert caught.value.retryable
    assert Job.open("one", client=client).state is not JobState.CANCELLED
    with pytest.raises(TimeLimitError):
        job.result(0)


def test_cancel_from_another_thread(start_gateway: Start, elf: str) -> None:
    client = start_gateway("--fault", "pending-for-ever").client()
    job = client.experiment(elf, core=CORE).submit()
    waiting = threading.Event()

    def cancel() -> None:
        waiting.wait()
        job.cancel()

    timer = threading.Thread(target=cancel)
    timer.start()
    assert job.wait(60, lambda progress: waiting.set()) is JobState.CANCELLED
    timer.join()
    assert job.status() is JobState.CANCELLED
    with pytest.raises(CancelledError):
        job.result()


def test_cancel_an_idle_job(start_gateway: Start, elf: str) -> None:
    client = start_gateway("--fault", "pending-for-ever").client()
    job = client.experiment(elf, core=CORE, name="one").submit()
    job.cancel()
    job.cancel()
    assert job.state is JobState.CANCELLED
    assert job.wait() is JobState.CANCELLED
    with pytest.raises(CancelledError):
        job.result()


def test_jobs_are_listed_discarded_and_cleaned(start_gateway: Start, elf: str) -> None:
    client = start_gateway("--fault", "pending-for-ever").client()
    kept = client.experiment(elf, core=CORE, name="kept", directory="runs").submit()
    lost = client.experiment(elf, core=CORE, name="lost", directory="runs").submit()
    before = time.time()
    first, second = list_jobs("runs")
    assert (first.name, first.core, first.state) == ("kept", CORE, JobState.SUBMITTED)
    assert (second.directory, second.state) == (lost.directory, JobState.SUBMITTED)
    assert before - 600 < first.created_s <= before
    assert repr(first) == f"JobEntry('kept', 'submitted', directory={kept.directory!r})"
    lost.discard()
    lost.discard()
    assert lost.state is JobState.CANCELLED
    assert [entry.state for entry in list_jobs("runs")] == [
        JobState.SUBMITTED,
        JobState.CANCELLED,
    ]
    assert clean_jobs(Path("runs")) == 1
    assert [entry.directory for entry in list_jobs("runs")] == [kept.directory]
    with pytest.raises(FileMissingError, match="nowhere"):
        list_jobs("nowhere")


def test_a_callback_ends_the_waiting_but_not_the_job(start_gateway: Start, elf: str) -> None:
    client = start_gateway("--fault", "pending-for-ever").client()
    job = client.experiment(elf, core=CORE).submit()
    with pytest.raises(CancelledError):
        job.wait(60, lambda progress: True)
    assert job.state is not JobState.CANCELLED

    def fail(progress: Progress) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        job.wait(60, fail)


def test_a_callback_may_not_use_its_own_job(start_gateway: Start, elf: str) -> None:
    client = start_gateway("--fault", "pending-for-ever").client()
    job = client.experiment(elf, core=CORE).submit()
    with pytest.raises(RuntimeError, match="callback may not use"):
        job.wait(60, lambda progress: bool(job.status()))


def test_a_status_that_is_not_answered_may_be_asked_again(start_gateway: Start, elf: str) -> None:
    client = start_gateway("--fault", "hang-status").client()
    job = client.experiment(elf, core=CORE).submit()
    with pytest.raises(TimeLimitError):
        job.status(timeout_s=0.2)


def test_the_workload_is_judged_without_a_request(elf: str) -> None:
    client = Client(api_key=KEY, channel="c", region="r", global_api="http://127.0.0.1:9")
    client.experiment(elf).check()
    with pytest.raises(WorkloadMissingError, match="gone"):
        client.experiment("gone.elf").check()
    Path("text.elf").write_text("hello", encoding="ascii")
    with pytest.raises(ValueError, match="not an ELF"):
        client.experiment(Path("text.elf")).check()


def test_file_names_need_not_be_utf8(gateway: Gateway, elf: str) -> None:
    name = os.fsdecode(b"caf\xe9")
    with pytest.raises(WorkloadMissingError) as caught:
        gateway.client().experiment(name).check()
    assert name in str(caught.value)


def test_an_experiment_finds_its_own_client(elf: str, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = Experiment(core=CORE, workloads=[elf])
    assert experiment.client.backend == "cloud"
    assert experiment.client is experiment.client
    assert elf in repr(experiment)


def test_a_job_shows_itself_in_a_notebook(start_gateway: Start, elf: str) -> None:
    client = start_gateway("--fault", "status-500", "--not-yet-count", "0").client()
    job = client.experiment(elf, core=CORE, name="<one>").submit()
    assert "submitted" in job._repr_html_()
    job.wait()
    html = job._repr_html_()
    assert "failed" in html
    assert "could not run the experiment" in html
    assert "&lt;one&gt;" in html


def test_an_unknown_state_is_no_error() -> None:
    assert JobState("paused") is JobState.UNKNOWN
    assert str(JobState.READY) == "ready"
    assert not JobState.UNKNOWN.is_terminal


def test_a_future(gateway: Gateway, elf: str) -> None:
    job = gateway.client().experiment(elf, core=CORE).submit()
    assert job.future(timeout_s=30).result(60).cycles


@pytest.mark.parametrize("place", ["engine", "service"])
def test_blocking_calls_release_the_interpreter(
    place: str, start_gateway: Start, tmp_path: Path
) -> None:
    """Held by the call, the lock would let neither this thread cancel nor the test end."""
    elf = write_elf(tmp_path / "loop.elf", FOR_EVER)
    client = Client(backend="local")
    if place == "service":
        client = start_gateway("--fault", "hang-status").client()
    job = client.experiment(elf, core=CORE).submit()
    states: list[JobState] = []
    waiting = threading.Thread(target=lambda: states.append(job.wait()))
    waiting.start()
    while waiting.is_alive():
        assert job._native is not None
        if not job._native.is_idle:
            job.cancel()
    assert states == [JobState.CANCELLED]


LEFT = """
import sys
from atlasexplorer import Client
url, elf, key = sys.argv[1:]
client = Client(api_key=key, channel="development", region="us-west-2", global_api=url)
job = client.experiment(elf, core="I8500_(1_thread)", name="one").submit()
future = job.future()
while not future.running():
    pass
print("left")
"""


def test_a_program_that_ends_does_not_wait_for_its_futures(start_gateway: Start, elf: str) -> None:
    gateway = start_gateway("--fault", "pending-for-ever")
    program = [sys.executable, "-W", "error", "-c", LEFT, gateway.url, elf, KEY]
    done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("left\n", "")
    assert Job.open("one", client=gateway.client()).name == "one"


INTERRUPTED = """
import os, signal, sys, threading, time
from atlasexplorer import Client, Job
url, elf, key = sys.argv[1:]
client = Client(api_key=key, channel="development", region="us-west-2", global_api=url)
job = client.experiment(elf, core="I8500_(1_thread)", name="one").submit()
sent = []
def press():
    time.sleep(0.5)
    sent.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=press).start()
try:
    job.{call}
except KeyboardInterrupt:
    print(time.monotonic() - sent[0])
Job.open("one", client=client)
"""


@pytest.mark.parametrize("call", ["wait()", "result()"])
@pytest.mark.parametrize("fault", ["pending-for-ever", "hang-status"])
def test_ctrl_c(start_gateway: Start, elf: str, call: str, fault: str) -> None:
    gateway = start_gateway("--fault", fault)
    program = textwrap.dedent(INTERRUPTED).replace("{call}", call)
    taken_s = []
    for _ in range(3):  # a machine may be busy, but not always
        done = subprocess.run(
            [sys.executable, "-c", program, gateway.url, elf, KEY],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        taken_s.append(float(done.stdout))
        if taken_s[-1] <= 0.2:
            break
        shutil.rmtree("one")
    assert min(taken_s) <= 0.2
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
