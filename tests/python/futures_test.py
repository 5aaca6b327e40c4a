"""Runs in threads, as concurrent.futures has it."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable

import pytest
from atlasexplorer import CancelledError, Client, WorkloadMissingError
from atlasexplorer.futures import RunExecutor
from conftest import CORE, Gateway


def test_map_keeps_the_order(gateway: Gateway, elf: str) -> None:
    client = gateway.client()
    with RunExecutor(client, max_workers=4) as executor:
        experiments = [client.experiment(elf, core=CORE, name=f"run{i}") for i in range(8)]
        reports = list(executor.map(experiments, timeout_s=60))
    assert [report.directory.rsplit("/", 1)[1] for report in reports] == [
        f"run{i}" for i in range(8)
    ]
    assert gateway.complaints == []


def test_as_completed_takes_its_futures(elf: str) -> None:
    client = Client(backend="local")
    with RunExecutor(client) as executor:
        good = executor.submit(client.experiment(elf, core=CORE))
        bad = executor.submit(client.experiment("gone.elf", core=CORE))
        done = set(concurrent.futures.as_completed([good, bad]))
    assert done == {good, bad}
    assert good.result().instructions == 3
    assert isinstance(bad.exception(), WorkloadMissingError)


def test_leaving_by_an_exception_ends_the_waiting(
    start_gateway: Callable[..., Gateway], elf: str
) -> None:
    client = start_gateway("--fault", "pending-for-ever").client()
    with pytest.raises(KeyboardInterrupt), RunExecutor(client, max_workers=1) as executor:
        running = executor.submit(client.experiment(elf, core=CORE, name="one"))
        waiting = executor.submit(client.experiment(elf, core=CORE, name="two"))
        while not running.running():
            pass
        raise KeyboardInterrupt
    assert isinstance(running.exception(), CancelledError)
    assert waiting.cancelled()
