"""AtlasConfig and AtlasExplorer: what they take, print, and leave with."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from atlasexplorer import atlasexplorer as module
from atlasexplorer.atlasexplorer import AtlasConfig, AtlasConstants, AtlasExplorer
from atlasexplorer.exceptions import (
    AtlasExplorerError,
    AuthenticationError,
    ConfigurationError,
    ExperimentError,
    NetworkError,
)
from conftest import CORE, KEY, Gateway

PLACE = ("development", "us-west-2")
Connect = Callable[..., AtlasExplorer]
Output = pytest.CaptureFixture[str]


def leaves(kind: type[AtlasExplorerError], act: Callable[[], Any]) -> AtlasExplorerError:
    """Both kinds of caller can catch it, and the process would end with status 1."""
    with pytest.raises(SystemExit) as caught:
        act()
    assert isinstance(caught.value, kind)
    assert caught.value.code == 1
    assert isinstance(caught.value, AtlasExplorerError)
    return caught.value


def test_good_connection_prints_what_it_printed(connect: Connect, capsys: Output) -> None:
    atlas = connect(verbose=True)
    assert capsys.readouterr().out.splitlines() == [
        "Setting up selected gateway...",
        f"Gateway has been set: {atlas.config.gateway}",
        "Checking worker status...",
        "Worker status response: {'status': True}",
    ]
    assert hasattr(atlas.config, "gateway")
    assert atlas.config.hasConfig
    assert (atlas.config.apikey, atlas.config.channel, atlas.config.region) == (KEY, *PLACE)
    assert (atlas.channelCaps, atlas.versionCaps, atlas.verbose) == (None, None, True)


def test_quiet_connection_prints_nothing(connect: Connect, capsys: Output) -> None:
    connect()
    assert capsys.readouterr().out == ""


def test_positional_arguments(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AtlasConstants, "AE_GLOBAL_API", gateway.url)
    atlas = AtlasExplorer(KEY, *PLACE, verbose=False)
    assert atlas.config.gateway == f"{gateway.url}/gw"


@pytest.mark.parametrize("place", [AtlasConstants, AtlasExplorer, module])
def test_each_attribute_redirects(
    place: object, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "AE_GLOBAL_API", gateway.url)
    assert AtlasExplorer(KEY, *PLACE).config.gateway == f"{gateway.url}/gw"


def test_without_configuration(capsys: Output) -> None:
    error = leaves(ConfigurationError, AtlasExplorer)
    text = "Cloud connection is not setup. Please run `atlasexplorer.py configure`\n"
    assert capsys.readouterr().out == text
    assert (error.name, error.number) == ("config_missing", 100)  # type: ignore[attr-defined]
    config = AtlasConfig()
    assert not config.hasConfig
    assert config.gateway is None
    assert not hasattr(config, "apikey")


def test_arguments_count_only_when_all_three_are_given() -> None:
    assert not AtlasConfig(True, True, KEY, "development").hasConfig


def test_environment_then_file_then_arguments(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    given = {"apikey": "given", "channel": "gc", "region": "gr"}
    assert AtlasConfig(readonly=True, **given).apikey == "given"  # type: ignore[arg-type]
    AtlasConfig(readonly=True).save_to_file({"apikey": "filed", "channel": "fc", "region": "fr"})
    with pytest.warns(UserWarning, match="first: apikey, channel, region$"):
        assert AtlasConfig(readonly=True, **given).apikey == "filed"  # type: ignore[arg-type]
    with pytest.warns(UserWarning, match="first: channel$"):
        AtlasConfig(True, True, None, "other", None)
    monkeypatch.setenv("MIPS_ATLAS_CONFIG", "set:sc:sr")
    config = AtlasConfig(readonly=True, channel="sc")
    assert (config.apikey, config.channel, config.region) == ("set", "sc", "sr")
    path = home / ".config/mips/atlaspy/config.json"
    assert config._get_config_file_path() == str(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert config._load_from_environment()
    assert not config._load_from_config_file()
    assert capsys.readouterr().out == ""


def test_partly_given_arguments_serve_from_the_file(connect: Connect) -> None:
    connect()
    assert AtlasExplorer(None, "development", None).config.region == "us-west-2"


@pytest.mark.parametrize("value", ["k:e:y:dev:us", "key:dev", ":a:b"])
def test_malformed_environment(value: str, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setenv("MIPS_ATLAS_CONFIG", value)
    leaves(ConfigurationError, AtlasConfig)
    assert "apikey:channel:region" in capsys.readouterr().out


def test_the_warning_points_at_the_script(connect: Connect) -> None:
    connect()
    with pytest.warns(UserWarning, match="first: apikey$") as warned:
        AtlasExplorer("other", *PLACE)
    assert warned[0].filename == __file__


def test_dotenv_of_the_working_directory(home: Path) -> None:
    Path(".env").write_text("MIPS_ATLAS_CONFIG=a:b:c\n", encoding="utf-8")
    assert AtlasConfig(readonly=True).apikey == "a"


def test_worker_down(connect: Connect, capsys: Output) -> None:
    error = leaves(NetworkError, lambda: connect("--fault", "worker-down"))
    text = "Error: atlas explorer service is down, please try later\n"
    assert capsys.readouterr().out == text
    assert error.name == "service_down"
    assert type(pickle.loads(pickle.dumps(error))) is type(error)


@pytest.mark.parametrize("answer", [(500, ""), (200, "<html>"), (200, "[]"), (200, "{}")])
def test_worker_that_answers_nonsense(
    answer: tuple[int, str], connect: Connect, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gateway:
        def ask_worker(self) -> tuple[int, str]:
            return answer

    monkeypatch.setattr(AtlasExplorer, "_gateway", lambda _: Gateway())
    leaves(NetworkError, connect)
    assert "service is down, please try later" in capsys.readouterr().out


@pytest.mark.parametrize("fault", ["bad-key", "gw-unknown"])
def test_a_gateway_that_is_not_found_ends_the_run_only(
    fault: str, connect: Connect, capsys: Output, elf: str
) -> None:
    atlas = connect("--fault", fault, verbose=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("Invalid response from gateway API: ")
    assert lines[2] == "Warning: Gateway is not set. Skipping worker status check."
    assert atlas.config.gateway is None
    experiment = atlas.create_experiment("exp", verbose=False)
    experiment.addWorkload(elf)
    experiment.setCore(CORE)
    leaves(ExperimentError, experiment.run)
    text = "Error: Gateway is not configured. Cannot fetch cloud capabilities."
    assert capsys.readouterr().out.splitlines()[0] == text


def test_a_service_that_is_not_there(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(AtlasConstants, "AE_GLOBAL_API", "http://127.0.0.1:9")
    assert AtlasExplorer(KEY, *PLACE).config.gateway is None
    assert capsys.readouterr().out.startswith("Error connecting to gateway API: ")


def test_capabilities(connect: Connect) -> None:
    atlas = connect()
    assert atlas.getVersionList() == ["latest", "ST-2025-07-16-171806"]
    core = atlas.getCoreInfo("I8500_(2_threads)")
    assert core == {
        "name": "I8500_(2_threads)", "xlen": 64, "num_threads": 2, "num_cores": 1,
    }  # fmt: skip
    atlas._getCloudCaps("ST-2025-07-16-171806")
    assert atlas.versionCaps is not None
    assert atlas.versionCaps["version"] == "ST-2025-07-16-171806"


def test_core_info_asks_by_itself(connect: Connect) -> None:
    assert connect().getCoreInfo(CORE)["name"] == CORE


def test_unknown_core(connect: Connect, capsys: Output) -> None:
    atlas = connect()
    leaves(AtlasExplorerError, lambda: atlas.getCoreInfo("A1"))
    assert capsys.readouterr().out == "Core A1 is not supported by the cloud capabilities.\n"


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("busy", 'Error fetching cloud capabilities: {"message":"busy"}'),
        ("not-json", "Unexpected format for cloud capabilities response."),
        ("no-latest", "No capabilities found for version latest"),
        ("reset-api", "Error fetching cloud capabilities: "),
    ],
)
def test_capabilities_that_cannot_be_had(
    fault: str, text: str, connect: Connect, capsys: Output
) -> None:
    atlas = connect("--fault", fault)
    leaves(NetworkError, lambda: atlas._getCloudCaps("latest"))
    assert capsys.readouterr().out.startswith(text)


def test_signed_urls(connect: Connect) -> None:
    uuid = "250905_140108_12345678-1234-4234-8234-123456789abc"
    response = connect().getSignedUrls(uuid, "run", CORE)
    assert (response.status_code, response.ok) == (200, True)
    assert json.loads(response.text) == response.json()
    assert response.content == response.text.encode()
    assert set(response.json()) == {"exppackageurl", "publicKey", "statusget"}
    assert repr(response) == "<Response [200]>"
    response.raise_for_status()


def test_signed_urls_that_are_refused(connect: Connect, capsys: Output) -> None:
    atlas = connect()
    leaves(NetworkError, lambda: atlas.getSignedUrls("no uuid", "run", CORE))
    assert capsys.readouterr().out.startswith("Error fetching signed URLs: ")


def test_signed_urls_of_a_gateway_that_is_gone(
    connect: Connect, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = connect()
    monkeypatch.setattr(atlas.config, "gateway", "http://127.0.0.1:9")
    leaves(NetworkError, lambda: atlas.getSignedUrls("u", "run", CORE))
    assert capsys.readouterr().out.startswith("Error fetching signed URLs: ")


def test_a_refused_key_is_an_authentication_error(connect: Connect) -> None:
    atlas = connect()
    atlas.config._client = type(atlas.client)(
        api_key="wrong", channel="development", region="us-west-2"
    )
    error = leaves(AuthenticationError, lambda: atlas._getCloudCaps("latest"))
    assert error.http_status == 403
