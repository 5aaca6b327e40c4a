"""The old client's constants. Setting ``AtlasConstants.AE_GLOBAL_API`` redirects what follows."""

from __future__ import annotations

import os
import sys

from atlasexplorer import __version__

BUILT_IN_API = "https://gyrfalcon.api.mips.com"


class AtlasConstants:
    """Where the service is, and the numbers of its protocol."""

    AE_GLOBAL_API = BUILT_IN_API
    CONFIG_ENVAR = "MIPS_ATLAS_CONFIG"
    API_EXT_VERSION = os.environ.get("API_EXT_VERSION", "0.0.97")
    API_VERSION = API_EXT_VERSION
    DEFAULT_TIMEOUT = 300
    HTTP_TIMEOUT = 10
    SCRYPT_N = 16384
    SCRYPT_R = 8
    SCRYPT_P = 1
    AES_KEY_SIZE = 32
    CONFIG_DIR_PARTS = (".config", "mips", "atlaspy")
    CONFIG_FILENAME = "config.json"
    DEFAULT_TOOLS_VERSION = "latest"
    DEFAULT_PLUGIN_VERSION = API_EXT_VERSION
    DEFAULT_HEARTBEAT = "104723"
    DEFAULT_ISS = "esesc"
    CLIENT_TYPE = "python"
    VERSION = __version__


def redirected_api() -> str | None:
    """The base URL that a script has set, in any of the three places; None if it has set none."""
    places = (
        AtlasConstants,
        getattr(sys.modules.get("atlasexplorer.core.client"), "AtlasExplorer", None),
        sys.modules.get("atlasexplorer.atlasexplorer"),
    )
    found = (getattr(place, "AE_GLOBAL_API", BUILT_IN_API) for place in places)
    return next((url for url in found if url != BUILT_IN_API), None)
