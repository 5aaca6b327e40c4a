"""Client and Settings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from atlasexplorer import AuthenticationError, Client, ConfigurationError, NetworkError, Settings
from conftest import KEY, Gateway


def test_the_cloud_lists_its_cores(gateway: Gateway) -> None:
    cores = gateway.client().cores()
    assert [core.name for core in cores][:2] == ["I8500_(1_thread)", "I8500_(2_threads)"]
    assert (cores[1].xlen, cores[1].num_threads, cores[1].num_cores) == (64, 2, 1)
    assert '"I8500_(2_threads)"' in cores[1].json
    assert repr(cores[0]) == "Core('I8500_(1_thread)')"
    assert gateway.complaints == []


def test_the_engine_needs_no_key() -> None:
    client = Client(backend="local")
    assert client.backend == "local"
    assert client.cores()[0].name == "I8500_(1_thread)"


def test_without_credentials_the_first_call_says_so() -> None:
    with pytest.raises(ConfigurationError, match="atlasexplorer configure"):
        Client().cores()


def test_a_refused_key(start_gateway: Callable[..., Gateway]) -> None:
    client = start_gateway("--fault", "bad-key").client()
    with pytest.raises(AuthenticationError) as caught:
        client.cores()
    assert caught.value.http_status == 403
    assert KEY not in str(caught.value)


def test_unknown_backend() -> None:
    with pytest.raises(ValueError, match="backend must be"):
        Client(backend="moon")  # type: ignore[arg-type]


def test_settings_or_values_but_not_both() -> None:
    with pytest.raises(TypeError):
        Client(settings=Settings(), api_key=KEY)
    assert Client(settings=Settings(channel="mine")).settings.channel == "mine"


def test_limits_are_heeded(gateway: Gateway, elf: str) -> None:
    experiment = gateway.client(max_workload_bytes=10).experiment(elf)
    with pytest.raises(ValueError, match="over the size limit"):
        experiment.check()


@pytest.mark.parametrize("bad", [-1.0, float("nan")])
def test_times_are_not_negative(bad: float) -> None:
    with pytest.raises(ValueError, match="0 s or more"):
        Client(connect_timeout_s=bad)


def test_an_endless_time_is_fine() -> None:
    Client(connect_timeout_s=float("inf"), stall_timeout_s=0.5)


def test_explicit_values_win(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIPS_ATLAS_CONFIG", "key-of-environment:stable:eu")
    settings = Settings(channel="development")
    assert (settings.api_key, settings.channel, settings.region) == (
        "key-of-environment",
        "development",
        "eu",
    )
    assert settings.has_credentials
    assert "MIPS_ATLAS_CONFIG" in settings.origins()["region"]
    assert settings.path.startswith(str(home))


def test_the_key_is_never_shown() -> None:
    settings = Settings(api_key=KEY, channel="c", region="r")
    assert KEY not in repr(settings)
    assert KEY not in repr(Client(settings=settings))


def test_saved_settings_are_for_the_owner_only(home: Path) -> None:
    Settings(api_key=KEY, channel="development", region="us-west-2").save()
    written = Path(Settings().path)
    assert written.stat().st_mode & 0o077 == 0
    assert Settings().api_key == KEY
    assert Settings().global_api.startswith("https://")


def test_a_bad_setting_names_itself() -> None:
    with pytest.raises(ConfigurationError, match=r"http to loopback|plain http"):
        Settings(global_api="http://example.org")
    with pytest.raises(ValueError, match="null byte"):
        Settings(channel="a\0b")
    with pytest.raises(TypeError):
        Settings(channel=3)  # type: ignore[arg-type]


def test_messages_go_to_logging(gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    client = gateway.client()
    with caplog.at_level(logging.DEBUG, logger="atlasexplorer"):
        client.cores()
    assert "/cloudcaps 200" in caplog.text
    assert {record.name for record in caplog.records} == {"atlasexplorer"}
    assert KEY not in caplog.text


def test_a_variable_sets_the_level(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("atlasexplorer")
    monkeypatch.setenv("AEX_LOG", "info")
    try:
        Client(backend="local")
        assert logger.level == logging.INFO
    finally:
        logger.setLevel(logging.NOTSET)
    assert sum(isinstance(handler, logging.NullHandler) for handler in logger.handlers) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_failing_log_does_not_end_the_call(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = []

    def fail(*arguments: object) -> None:
        failures.append(arguments)
        raise OSError("no log")

    monkeypatch.setattr(logging.getLogger("atlasexplorer"), "log", fail)
    assert gateway.client().cores()
    assert failures


def test_a_callback_ends_the_call(gateway: Gateway) -> None:
    from atlasexplorer import CancelledError

    with pytest.raises(CancelledError):
        gateway.client().cores(on_progress=lambda progress: True)


def test_a_host_that_is_not_there() -> None:
    client = Client(api_key=KEY, channel="c", region="r", global_api="http://127.0.0.1:9")
    with pytest.raises(NetworkError) as caught:
        client.cores(timeout_s=5)
    assert caught.value.retryable
