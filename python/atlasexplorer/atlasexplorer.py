"""The interface of the one-file client (v0.1), over the new one.

``from atlasexplorer.atlasexplorer import ...`` and ``python atlasexplorer/atlasexplorer.py
configure`` work as they did; docs/migration.md tells what is better now. The other modules that
the old file could be asked for (``requests``, ``AES``, ...) are imported when they are, if they
are installed.
"""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    # A script's own folder comes first on the path: there the name atlasexplorer is this file.
    _here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path) != _here]
    try:
        import atlasexplorer._core  # noqa: F401
    except ImportError:
        sys.modules.pop("atlasexplorer", None)
        sys.path.insert(0, os.path.dirname(_here))
    from atlasexplorer.cli.commands import AtlasExplorerCLI

    raise SystemExit(AtlasExplorerCLI.main())

from atlasexplorer.analysis.reports import SummaryReport as SummaryReport
from atlasexplorer.cli.interactive import InteractiveConfig
from atlasexplorer.cli.interactive import prompt as prompt
from atlasexplorer.core.client import AtlasExplorer as AtlasExplorer
from atlasexplorer.core.client import get_channel_list, validate_user_api_key
from atlasexplorer.core.config import AtlasConfig as AtlasConfig
from atlasexplorer.core.constants import AtlasConstants as AtlasConstants
from atlasexplorer.experiment import Experiment as Experiment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse as argparse
    import json as json
    import locale as locale
    import re as re
    import tarfile as tarfile
    import time as time
    import uuid as uuid
    from argparse import ArgumentParser
    from datetime import datetime as datetime
    from pathlib import Path as Path
    from typing import Any

# What a star brought of the old file, less what may not be installed.
__all__ = [
    "AE_GLOBAL_API", "API_EXT_VERSION", "AtlasConfig", "AtlasConstants", "AtlasExplorer",
    "Experiment", "Path", "SummaryReport", "argparse", "configure", "datetime", "json", "locale",
    "os", "prompt", "re", "subcmd_configure", "sys", "tarfile", "time", "uuid",
]  # fmt: skip

API_EXT_VERSION = AtlasConstants.API_EXT_VERSION
AE_GLOBAL_API = AtlasConstants.AE_GLOBAL_API

# What the old file imported for itself, and scripts could reach through it: module, attribute.
_BY_ACCIDENT = {
    "AES": ("Crypto.Cipher", "AES"),
    "Cipher": ("cryptography.hazmat.primitives.ciphers", "Cipher"),
    "ELFFile": ("elftools.elf.elffile", "ELFFile"),
    "Path": ("pathlib", "Path"),
    "algorithms": ("cryptography.hazmat.primitives.ciphers", "algorithms"),
    "argparse": ("argparse", ""),
    "datetime": ("datetime", "datetime"),
    "default_backend": ("cryptography.hazmat.backends", "default_backend"),
    "get_random_bytes": ("Crypto.Random", "get_random_bytes"),
    "hashes": ("cryptography.hazmat.primitives.hashes", ""),
    "json": ("json", ""),
    "load_dotenv": ("dotenv", "load_dotenv"),
    "locale": ("locale", ""),
    "modes": ("cryptography.hazmat.primitives.ciphers", "modes"),
    "padding": ("cryptography.hazmat.primitives.asymmetric.padding", ""),
    "re": ("re", ""),
    "requests": ("requests", ""),
    "scrypt": ("Crypto.Protocol.KDF", "scrypt"),
    "serialization": ("cryptography.hazmat.primitives.serialization", ""),
    "tarfile": ("tarfile", ""),
    "time": ("time", ""),
    "uuid": ("uuid", ""),
}


def configure(args: Any = None) -> None:
    """Asks for key, channel and region; saves them to the settings file and to ``.env``."""
    InteractiveConfig(ask=prompt).run_configuration()


def subcmd_configure(subparsers: Any) -> None:
    """Adds the subcommand ``configure`` to a parser's subcommands."""
    parser: ArgumentParser = subparsers.add_parser("configure", help="configure the connection")
    parser.set_defaults(handler=configure)


def __getChannelList(apikey: str) -> Any:
    return get_channel_list(apikey)


def __getUserValid(apikey: str) -> bool:
    return validate_user_api_key(apikey)


def __getattr__(name: str) -> Any:
    if name not in _BY_ACCIDENT:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _BY_ACCIDENT[name]
    try:
        found = import_module(module)
    except ImportError as error:
        raise AttributeError(f"{__name__}.{name}: {error}") from error
    return getattr(found, attribute) if attribute else found
