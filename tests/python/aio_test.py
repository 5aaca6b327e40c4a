"""Many runs at once in one thread."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from atlasexplorer import (
    CancelledError,
    Client,
    ExperimentError,
    Job,
    JobState,
    NetworkError,
    Progress,
    TimeLimitError,
    aio,
)
from conftest import CORE, KEY, Gateway

Start = Callable[..., Gateway]


def test_a_hundred_runs_from_one_thread(gateway: Gateway, elf: str) -> None:
    async def main() -> list[int | None]:
        async with aio.Client(gateway.client()) as client:
            runs = (client.experiment(elf, core=CORE, name=f"run{i}").run() for i in range(100))
            return [report.cycles for report in await asyncio.gather(*runs)]

    assert all(asyncio.run(main()))
    assert len(list(Path().glob("run*/run*/reports/summary/summary.json"))) == 100
    assert gateway.complaints == []


def test_connections_are_bounded_and_kept(gateway: Gateway, elf: str) -> None:
    async def main() -> int:
        async with aio.Client(gateway.client(), connections=2) as client:
            runs = (client.experiment(elf, core=CORE, name=f"run{i}").run() for i in range(6))
            await asyncio.gather(*runs)
            return len(client._connections)

    assert asyncio.run(main()) == 2


def test_the_verbs(start_gateway: Start, elf: str) -> None:
    gateway = start_gateway("--pending", "2")

    async def main() -> None:
        here = threading.get_ident()
        threads: set[int] = set()
        stages: set[str] = set()

        def note(progress: Progress) -> None:
            threads.add(threading.get_ident())
            stages.add(progress.stage)

        async with aio.Client(gateway.client()) as client:
            assert client.backend == "cloud"
            assert (await client.cores())[0].name == CORE
            experiment = client.experiment(elf, core=CORE, name="one")
            assert elf in repr(experiment)
            job = await experiment.submit(on_progress=note)
            assert job.name == "one"
            assert job.state == "submitted"
            assert not (await job.status()).is_terminal
            async for progress in job:
                assert progress.stage == "poll"
            assert job.state == "ready"
            assert job.error is None
            assert await job.wait() is JobState.READY
            assert (await job.result(on_progress=note)).cycles
            assert "collected" in repr(job)
            assert "collected" in job._repr_html_()
            again = await client.open("one")
            assert again.directory == job.directory
            assert (await again.result()).cycles
        assert threads == {here}
        assert {"upload", "download"} <= stages

    asyncio.run(main())


def test_runs_in_this_process(elf: str) -> None:
    async def main() -> list[int | None]:
        async with aio.Client(Client(backend="local")) as client:
            runs = (client.experiment(elf, core=CORE, name=f"run{i}").run() for i in range(8))
            return [report.instructions for report in await asyncio.gather(*runs)]

    assert asyncio.run(main()) == [3] * 8


def test_failures(start_gateway: Start, elf: str) -> None:
    failing = start_gateway("--fault", "status-500", "--not-yet-count", "0").client()

    async def main() -> None:
        async with aio.Client(failing) as client:
            job = await client.experiment(elf, core=CORE).submit()
            assert await job.wait() is JobState.FAILED
            assert isinstance(job.error, ExperimentError)
            with pytest.raises(ExperimentError):
                await job.result()

    asyncio.run(main())


def test_time_runs_out_and_cancel(start_gateway: Start, elf: str) -> None:
    pending = start_gateway("--fault", "pending-for-ever").client()

    async def main() -> None:
        async with aio.Client(pending) as client:
            job = await client.experiment(elf, core=CORE).submit()
            with pytest.raises(TimeLimitError, match="resumed from"):
                await job.wait(0)
            await job.cancel()
            assert await job.wait() is JobState.CANCELLED
            with pytest.raises(CancelledError):
                await job.result()

    asyncio.run(main())


def test_a_cancelled_task_ends_its_call(start_gateway: Start, elf: str) -> None:
    hanging = start_gateway("--fault", "hang-status").client()

    async def main() -> None:
        async with aio.Client(hanging) as client:
            job = await client.experiment(elf, core=CORE).submit()
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(job.status(), 0.2)
            assert job.state is not JobState.CANCELLED

    asyncio.run(main())


def test_passing_failures_are_borne_but_not_for_ever(
    gateway: Gateway, elf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = gateway.client()

    async def main(failures: int) -> JobState:
        async with aio.Client(client) as many:
            job = await many.experiment(elf, core=CORE, name=f"run{failures}").submit()
            ask = job._job.status
            left = [failures]

            def status(**options: object) -> JobState:
                left[0] -= 1
                if left[0] < 0:
                    return ask()
                error = NetworkError("no answer")
                error.retryable = True
                raise error

            monkeypatch.setattr(job._job, "status", status)
            return await job.wait(poll_first_s=0.001)

    assert asyncio.run(main(5)) is JobState.READY
    with pytest.raises(NetworkError):
        asyncio.run(main(6))


INTERRUPTED = """
import asyncio, os, signal, sys, threading, time
from atlasexplorer import Client, aio
url, elf, key = sys.argv[1:]

async def main():
    place = {"channel": "development", "region": "us-west-2", "global_api": url}
    async with aio.Client(Client(api_key=key, **place)) as client:
        names = [f"run{i}" for i in range(5)]
        core = "I8500_(1_thread)"
        jobs = [await client.experiment(elf, core=core, name=name).submit() for name in names]
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        await asyncio.gather(*(job.result() for job in jobs))

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c(start_gateway: Start, elf: str) -> None:
    gateway = start_gateway("--fault", "hang-status")
    program = [sys.executable, "-c", INTERRUPTED, gateway.url, elf, KEY]
    done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "interrupted\n"
    for number in range(5):
        assert Job.open(f"run{number}", client=gateway.client()).name == f"run{number}"
