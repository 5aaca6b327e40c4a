"""The calls of the service one at a time, as the old clients made them."""

from __future__ import annotations

import os
import time

from atlasexplorer import _core
from atlasexplorer.client import Client, Settings
from atlasexplorer.exceptions import _of_the_table
from atlasexplorer.utils.exits import refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

_RUNNING, _READY = 100, 200


class Response:
    """An answer of the service, with what scripts use of requests' Response."""

    def __init__(self, status_code: int, text: str) -> None:
        self.status_code = status_code
        self.text = text

    @property
    def ok(self) -> bool:
        """True below 400."""
        return self.status_code < 400

    @property
    def content(self) -> bytes:
        """The body."""
        return self.text.encode("utf-8", "surrogateescape")

    def json(self) -> Any:
        """The body as JSON; ValueError if it is none."""
        import json

        return json.loads(self.text)

    def raise_for_status(self) -> None:
        """Raises :class:`NetworkError` or :class:`AuthenticationError` from 400 on."""
        if not self.ok:
            raise refusal(self.status_code, f"HTTP {self.status_code}")

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"


class AtlasAPIClient:
    """Speaks to one gateway and to the object store behind it.

    :param base_url: of the gateway.

    The API key goes to the gateway only, never to a signed URL. Every method may raise
    :class:`NetworkError` or :class:`AuthenticationError`.
    """

    def __init__(self, base_url: str, verbose: bool = True) -> None:
        self.base_url = base_url
        self.verbose = verbose
        self._client: Client | None = None

    def get_signed_urls(self, apikey: str, exp_uuid: str, exp_name: str, core: str) -> Any:
        """Where to put the package of an experiment, for which public key, and its status URL."""
        client = Client(settings=Settings(api_key=apikey, channel=Settings().channel or "default"))
        gateway = _core.Gateway.at(client._native, self.base_url)
        response = Response(*gateway.ask_signed_urls(exp_uuid, exp_name, core))
        response.raise_for_status()
        return response.json()

    def upload_file(self, url: str, path: str) -> None:
        """PUTs an encrypted file; one that plainly is not encrypted is refused."""
        _core.upload(self._any_client(), url, path)

    def get_status(self, url: str) -> Any:
        """What a status URL says; an empty dict before the first status."""
        response = Response(*_core.ask_status(self._any_client(), url))
        try:
            return response.json()
        except ValueError:
            return {}

    def poll_status(self, url: str, max_attempts: int = 10, delay: float = 2.0) -> Any:
        """Asks until the result is ready; ``delay`` is seconds between two questions.

        Raises :class:`ExperimentError` if the experiment failed, :class:`NetworkError` (a
        TimeoutError) after the last attempt.
        """
        for attempt in range(max_attempts):
            time.sleep(delay if attempt else 0)
            status = self.get_status(url)
            code = status.get("code", _RUNNING) if isinstance(status, dict) else 0
            if code == _READY:
                return status
            if code != _RUNNING:
                raise _of_the_table("job_failed", f"the status has the code {code}")
        raise _of_the_table("timeout", f"no result after {max_attempts} attempts")

    def download_file(self, url: str, directory: str, name: str) -> str:
        """GETs a result into ``directory`` as it is, encrypted; returns its path."""
        path = os.path.join(directory, name)
        _core.download(self._any_client(), url, path)
        return path

    def close(self) -> None:
        """Closes the connections."""
        self._client = None

    def __enter__(self) -> AtlasAPIClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _any_client(self) -> _core.Client:
        if self._client is None:
            self._client = Client()
        return self._client._native
