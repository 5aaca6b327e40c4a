"""The command line of the old clients: ``configure``."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


class AtlasExplorerCLI:
    """``python -m atlasexplorer.cli.commands configure``."""

    def run(self, args: Sequence[str] | None = None) -> int:
        """Does what the arguments say, those of the process by default; returns the exit status.

        Without a subcommand it ends as argparse does, with status 2.
        """
        options = self.create_parser().parse_args(args)
        options.handler(options)
        return 0

    def configure_command(self, args: Any = None) -> None:
        """Asks for key, channel and region, and saves them."""
        from atlasexplorer.atlasexplorer import configure

        configure(args)

    @staticmethod
    def create_parser() -> argparse.ArgumentParser:
        """The parser of the command line."""
        from atlasexplorer.atlasexplorer import subcmd_configure

        parser = argparse.ArgumentParser(prog="atlasexplorer", description="MIPS Atlas Explorer")
        subcmd_configure(parser.add_subparsers(dest="subcommand", required=True))
        return parser

    @staticmethod
    def main() -> int:
        """What a console script calls."""
        return AtlasExplorerCLI().run()


if __name__ == "__main__":
    raise SystemExit(AtlasExplorerCLI.main())
