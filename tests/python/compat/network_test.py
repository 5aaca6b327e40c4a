"""The service's calls one at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from atlasexplorer import _core
from atlasexplorer.atlasexplorer import AtlasExplorer, Experiment
from atlasexplorer.exceptions import (
    AuthenticationError,
    EncryptionError,
    ExperimentError,
    NetworkError,
)
from atlasexplorer.network import AtlasAPIClient
from atlasexplorer.network.api_client import Response
from conftest import CORE, KEY

Connect = Callable[..., AtlasExplorer]
UUID = "250905_140108_12345678-1234-4234-8234-123456789abc"


@pytest.fixture
def api(connect: Connect) -> AtlasAPIClient:
    return AtlasAPIClient(connect().config.gateway or "", verbose=False)


@pytest.fixture
def urls(api: AtlasAPIClient) -> Any:
    return api.get_signed_urls(KEY, UUID, "run", CORE)


def test_signed_urls(urls: Any) -> None:
    assert set(urls) == {"exppackageurl", "publicKey", "statusget"}


def test_a_wrong_key(api: AtlasAPIClient) -> None:
    with pytest.raises(AuthenticationError) as caught:
        api.get_signed_urls("wrong", UUID, "run", CORE)
    assert caught.value.http_status == 403


def test_a_package_that_is_not_encrypted_stays_here(
    api: AtlasAPIClient, urls: Any, tmp_path: Path
) -> None:
    for head in (b"\x1f\x8b\x08\x00", b"\x7fELF", b"PK\x03\x04"):
        (tmp_path / "workload.exp").write_bytes(head + b"plain")
        with pytest.raises(EncryptionError, match=r"workload\.exp is not encrypted"):
            api.upload_file(urls["exppackageurl"], str(tmp_path / "workload.exp"))
    (tmp_path / "workload.exp").write_bytes(b"")
    with pytest.raises(FileNotFoundError):
        api.upload_file(urls["exppackageurl"], str(tmp_path / "gone"))


def test_status_before_there_is_one(api: AtlasAPIClient, urls: Any) -> None:
    with api as entered:
        assert entered.get_status(urls["statusget"]) == {}
        with pytest.raises(TimeoutError, match="no result after 2 attempts"):
            entered.poll_status(urls["statusget"], max_attempts=2, delay=0)


def test_what_the_gateway_cannot_open_fails(api: AtlasAPIClient, urls: Any, tmp_path: Path) -> None:
    (tmp_path / "workload.exp").write_bytes(b"not what it should be, but no plain file either")
    api.upload_file(urls["exppackageurl"], str(tmp_path / "workload.exp"))
    with pytest.raises(ExperimentError, match="the status has the code 500"):
        api.poll_status(urls["statusget"], delay=0)


def test_ready_result(connect: Connect, elf: str) -> None:
    experiment = Experiment("exp", connect(), verbose=False)
    experiment.addWorkload(elf)
    experiment.setCore(CORE)
    experiment.run("run", unpack=False)
    status_url = json.loads(Path("exp/run/.job.json").read_text(encoding="utf-8"))["status_url"]
    assert experiment._Experiment__getStatus(status_url)["code"] == 200
    found = experiment._monitor_experiment_status(status_url)
    url = found["metadata"]["result"]["url"]
    experiment._Experiment__downloadBinaryFile(url, "exp", "again.bin")
    assert Path("exp/again.bin").read_bytes() == Path("exp/run/run.tar.gz").read_bytes()
    path = experiment._download_result_file(url, "more.bin")
    assert Path(path).read_bytes() == Path("exp/again.bin").read_bytes()


def test_private_upload(connect: Connect, tmp_path: Path) -> None:
    atlas = connect()
    experiment = Experiment("exp", atlas, verbose=False)
    urls = atlas.getSignedUrls(UUID, "run", CORE).json()
    assert experiment._Experiment__uploadExpPackage(urls["exppackageurl"], b"sealed") == b""
    assert not Path("exp/workload.exp").exists()
    with pytest.raises(NetworkError):
        experiment._upload_package(urls["statusget"], __file__)


def test_response() -> None:
    assert Response(404, "no").ok is False
    with pytest.raises(ValueError):
        Response(200, "no").json()
    with pytest.raises(NetworkError) as caught:
        Response(404, "no").raise_for_status()
    assert caught.value.status_code == 404


def test_a_gateway_must_be_an_https_url() -> None:
    from atlasexplorer import Client

    with pytest.raises(ValueError, match="plain http"):
        _core.Gateway.at(Client()._native, "http://gateway.example.org")
