"""The command line of the old clients."""

from atlasexplorer.cli.commands import AtlasExplorerCLI as AtlasExplorerCLI
