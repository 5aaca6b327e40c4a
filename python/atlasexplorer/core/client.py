"""The old client's connection to the service."""

from __future__ import annotations

from atlasexplorer import _core
from atlasexplorer.client import Client
from atlasexplorer.core.config import AtlasConfig
from atlasexplorer.core.constants import AtlasConstants, redirected_api
from atlasexplorer.exceptions import AtlasExplorerError, _of_the_table
from atlasexplorer.network.api_client import Response
from atlasexplorer.utils.exits import leave, refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atlasexplorer.experiment import Experiment

_DOWN = "Error: atlas explorer service is down, please try later"


class AtlasExplorer:
    """Who runs the experiments of the old interface.

    ``config`` is an :class:`AtlasConfig`; ``channelCaps`` and ``versionCaps`` are what the gateway
    can do, None until it was asked.
    """

    AE_GLOBAL_API = AtlasConstants.AE_GLOBAL_API

    def __init__(
        self,
        apikey: str | None = None,
        channel: str | None = None,
        region: str | None = None,
        verbose: bool = False,
    ) -> None:
        self.verbose = verbose
        self.channelCaps: list[Any] | None = None
        self.versionCaps: dict[str, Any] | None = None
        self.config = AtlasConfig(False, verbose, apikey, channel, region)
        if not self.config.hasConfig:
            raise leave(
                _of_the_table("config_missing", "api_key, channel, region"),
                "Cloud connection is not setup. Please run `atlasexplorer.py configure`",
            )
        if self.config.gateway is None:
            self._say("Warning: Gateway is not set. Skipping worker status check.")
        else:
            self._require_worker()

    @property
    def client(self) -> Client:
        """The client of the new interface that does the work."""
        return self.config.client

    def create_experiment(self, expdir: str, verbose: bool | None = None) -> Experiment:
        """An experiment of this client: ``Experiment(expdir, self)``."""
        from atlasexplorer.experiment import Experiment

        return Experiment(expdir, self, self.verbose if verbose is None else verbose)

    def getCoreInfo(self, core: str) -> Any:
        """What the gateway tells of a core, as a dict."""
        found = self._find_core(core)
        if found is None:
            raise leave(
                _of_the_table("core_unknown", f"{core!r}"),
                f"Core {core} is not supported by the cloud capabilities.",
            )
        return found

    def _find_core(self, core: str | None) -> Any:
        if self.versionCaps is None:
            self._getCloudCaps(AtlasConstants.DEFAULT_TOOLS_VERSION)
        assert self.versionCaps is not None
        arches = self.versionCaps.get("shinro", {}).get("arches", [])
        return next((arch for arch in arches if arch.get("name") == core), None)

    def getVersionList(self) -> list[str]:
        """The tools versions that the gateway offers."""
        if self.channelCaps is None:
            self._getCloudCaps(AtlasConstants.DEFAULT_TOOLS_VERSION)
        assert self.channelCaps is not None
        return [entry["version"] for entry in self.channelCaps]

    def getSignedUrls(self, expuuid: str, name: str, core: str) -> Response:
        """Where to put the package of an experiment; ``.json()`` gives the URLs."""
        try:
            response = Response(*self._gateway().ask_signed_urls(expuuid, name, core))
        except AtlasExplorerError as error:
            raise leave(error, f"Error fetching signed URLs: {error.message}") from None
        if response.status_code != 200:
            refused = refusal(response.status_code, "createsignedurls")
            raise leave(refused, f"Error fetching signed URLs: {response.text}")
        return response

    def _getCloudCaps(self, version: str) -> None:
        if self.config.gateway is None:
            raise leave(
                _of_the_table("gateway_unknown", f"{self.config.channel}, {self.config.region}"),
                "Error: Gateway is not configured. Cannot fetch cloud capabilities.",
                "Please check your API key, channel, and region settings.",
                "You may need to run `atlasexplorer.py configure` again.",
            )
        entries = self._ask_capabilities()
        if not isinstance(entries, list):
            error = _of_the_table("gateway_answer_invalid", "cloudcaps is no list")
            raise leave(error, "Unexpected format for cloud capabilities response.")
        self.channelCaps = [entry for entry in entries if isinstance(entry, dict)]
        fitting = (entry for entry in self.channelCaps if entry.get("version") == version)
        self.versionCaps = next(fitting, None)
        if self.versionCaps is None:
            error = _of_the_table("gateway_answer_invalid", f"cloudcaps has no {version!r}")
            raise leave(error, f"No capabilities found for version {version}")

    def _ask_capabilities(self) -> Any:
        try:
            response = Response(*self._gateway().ask_capabilities())
        except AtlasExplorerError as error:
            raise leave(error, f"Error fetching cloud capabilities: {error.message}") from None
        if response.status_code != 200:
            refused = refusal(response.status_code, "cloudcaps")
            raise leave(refused, f"Error fetching cloud capabilities: {response.text}")
        try:
            return response.json()
        except ValueError:
            return None

    def _gateway(self) -> _core.Gateway:
        return _core.Gateway.at(self.client._native, self.config.gateway or "")

    def _require_worker(self) -> None:
        try:
            status = self.__checkWorkerStatus()
            if status["status"]:
                return
            error = _of_the_table("service_down", f"{self.config.gateway} has no worker")
        except AtlasExplorerError as caught:
            error = caught
        except (KeyError, TypeError, ValueError):
            error = _of_the_table("gateway_answer_invalid", f"{self.config.gateway}")
        raise leave(error, _DOWN)

    def __checkWorkerStatus(self) -> Any:
        self._say("Checking worker status...")
        response = Response(*self._gateway().ask_worker())
        response.raise_for_status()
        status = response.json()
        self._say(f"Worker status response: {status}")
        return status

    _check_worker_status = __checkWorkerStatus

    def _say(self, line: str) -> None:
        if self.verbose:
            print(line)


def _client_of(apikey: str) -> Client:
    return Client(api_key=apikey, global_api=redirected_api())


def get_channel_list(apikey: str) -> Any:
    """The channels of an API key, as the service answers: the regions are JSON in a string."""
    import json

    channels = _core.channels(_client_of(apikey)._native)
    return {
        "channels": [{"name": name, "regions": json.dumps(channels[name])} for name in channels]
    }


def validate_user_api_key(apikey: str) -> bool:
    """True if the service takes the API key."""
    return _core.check_key(_client_of(apikey)._native)
