"""What the old clients asked of ELF files."""

from __future__ import annotations

import os

from atlasexplorer import _core
from atlasexplorer.exceptions import AtlasExplorerError


class ELFAnalyzer:
    """Looks into workloads before they are sent."""

    def __init__(self, verbose: bool = True) -> None:
        self.verbose = verbose

    def snapshot_source_files(self, elf_path: str) -> set[str]:
        """The source files of a program that are on this machine; prints them if verbose.

        Never raises: an empty set tells that there are none, a printed line why.
        """
        if not os.path.exists(elf_path):
            self._say(f"ELF path does not exist: {elf_path}")
            return set()
        try:
            paths = _core.sources(elf_path, only_existing=True)
        except AtlasExplorerError as error:
            self._say(f"Error processing ELF {elf_path}: {error.message}")
            return set()
        self._say("\n".join(["Embedded source files in ELF:", *paths]))
        return set(paths)

    def validate_elf_file(self, elf_path: str) -> bool:
        """True if the file is a program that the service would take."""
        from atlasexplorer.client import Client

        experiment = Client(backend="local").experiment(elf_path)
        try:
            experiment.check()
        except AtlasExplorerError as error:
            self._say(f"Error: {error.message}")
            return False
        return True

    def _say(self, line: str) -> None:
        if self.verbose:
            print(line)
