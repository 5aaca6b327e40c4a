"""The old interface against the strict gateway."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from atlasexplorer.atlasexplorer import AtlasExplorer
from conftest import KEY, Gateway

Connect = Callable[..., AtlasExplorer]


@pytest.fixture
def configure_for(monkeypatch: pytest.MonkeyPatch) -> Callable[[Gateway], None]:
    """Sets the environment for a gateway."""

    def configure(gateway: Gateway) -> None:
        monkeypatch.setenv("MIPS_ATLAS_CONFIG", f"{KEY}:development:us-west-2")
        monkeypatch.setenv("AEX_GLOBAL_API", gateway.url)

    return configure


@pytest.fixture
def connect(
    start_gateway: Callable[..., Gateway], configure_for: Callable[[Gateway], None]
) -> Connect:
    """Makes an AtlasExplorer of a strict gateway with the options and faults of the test."""

    def connected(*options: str, verbose: bool = False) -> AtlasExplorer:
        configure_for(start_gateway("--pending", "0", "--not-yet-count", "0", *options))
        return AtlasExplorer(verbose=verbose)

    return connected
