"""The command line of the old clients."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atlasexplorer.cli.commands import AtlasExplorerCLI as AtlasExplorerCLI


def __getattr__(name: str) -> object:
    """Late, so that ``python -m atlasexplorer.cli.commands`` finds its module not yet imported."""
    if name != "AtlasExplorerCLI":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from atlasexplorer.cli.commands import AtlasExplorerCLI

    return AtlasExplorerCLI
