"""The old client's configuration, over :class:`atlasexplorer.Settings`."""

from __future__ import annotations

import warnings

from atlasexplorer import _core
from atlasexplorer.client import Client, Settings
from atlasexplorer.core.constants import redirected_api
from atlasexplorer.exceptions import AtlasExplorerError
from atlasexplorer.utils.exits import leave

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class AtlasConfig:
    """Key, channel and region, and the gateway that they lead to.

    They come from the environment, then ``.env``, then the settings file, and from the arguments
    last, all three or none: the opposite of :class:`Settings`, as scripts rely on it. A warning
    tells of arguments that are not used. ``apikey``, ``channel`` and ``region`` exist only when
    ``hasConfig`` is True.

    :param readonly: asks nobody for the gateway, which stays None.
    """

    apikey: str
    channel: str
    region: str

    def __init__(
        self,
        readonly: bool = False,
        verbose: bool = True,
        apikey: str | None = None,
        channel: str | None = None,
        region: str | None = None,
    ) -> None:
        self.verbose = verbose
        self.hasConfig = False
        self.gateway: str | None = None
        self._client: Client | None = None
        try:
            self._take(_choose(apikey, channel, region))
        except AtlasExplorerError as error:
            raise leave(error, f"Error: {error.message}") from None
        if self.hasConfig and not readonly:
            self.setGWbyChannelRegion()

    def setGWbyChannelRegion(self) -> None:
        """Asks the service for the gateway of channel and region; None after a failure."""
        if self.verbose:
            print("Setting up selected gateway...")
        try:
            self.gateway = _core.Gateway(self.client._native).url
        except AtlasExplorerError as error:
            self.gateway = None
            answered = error.http_status or error.name.startswith("gateway_answer")
            what = "Invalid response from" if answered else "Error connecting to"
            print(f"{what} gateway API: {error.message}")
            return
        if self.verbose:
            print(f"Gateway has been set: {self.gateway}")

    _set_gateway_by_channel_region = setGWbyChannelRegion

    @property
    def client(self) -> Client:
        """The client of the new interface with these settings."""
        if self._client is None:
            self._client = Client(settings=Settings(global_api=redirected_api()))
        return self._client

    def save_to_file(self, config_data: Mapping[str, str]) -> None:
        """Writes ``apikey``, ``channel`` and ``region`` to the settings file, 0600."""
        Settings(
            api_key=config_data["apikey"],
            channel=config_data["channel"],
            region=config_data["region"],
            global_api=redirected_api(),
        ).save()

    def _get_config_file_path(self) -> str:
        return Settings().path

    def _load_from_environment(self) -> bool:
        return self._load_from("environment", ".env")

    def _load_from_config_file(self) -> bool:
        return self._load_from("file")

    def _load_from(self, *origins: str) -> bool:
        settings = Settings(global_api=redirected_api())
        is_there = settings.origins()["api_key"].startswith(origins)
        if is_there:
            self._take(settings)
        return is_there

    def _take(self, settings: Settings) -> None:
        self.hasConfig = settings.has_credentials
        if self.hasConfig:
            self.apikey, self.channel = settings.api_key, settings.channel
            self.region = settings.region
            self._client = Client(settings=settings)


def _choose(apikey: str | None, channel: str | None, region: str | None) -> Settings:
    settings = Settings(global_api=redirected_api())
    if not settings.has_credentials:
        if not (apikey and channel and region):
            return settings
        return Settings(api_key=apikey, channel=channel, region=region, global_api=redirected_api())
    pairs = {
        "apikey": (apikey, settings.api_key),
        "channel": (channel, settings.channel),
        "region": (region, settings.region),
    }
    ignored = [name for name, (given, used) in pairs.items() if given and given != used]
    if ignored:
        first = settings.origins()["api_key"]
        text = f"arguments not used, for {first} comes first: {', '.join(ignored)}"
        warnings.warn(text, UserWarning, stacklevel=4)
    return settings
