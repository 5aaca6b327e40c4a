"""Who runs experiments: the Atlas Explorer service, or the engine in this process."""

from __future__ import annotations

import os

from atlasexplorer import _core
from atlasexplorer._core import Core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal

    from atlasexplorer.experiment import Experiment
    from atlasexplorer.progress import Progress

    Path = str | os.PathLike[str]
    OnProgress = Callable[[Progress], bool | None]

__all__ = ["Client", "Core", "Settings"]

_LOGGING_LEVELS = (0, 40, 30, 20, 10)
_OFF = 60


class Settings:
    """What the user has set, and where each value came from.

    Each value comes from the first source that has it: the arguments, the environment
    (``MIPS_ATLAS_CONFIG=apikey:channel:region``, ``AEX_GLOBAL_API``, ``AEX_CA_FILE``,
    ``AEX_PACKAGE_FORMAT``, ``AEX_LOG``), ``.env`` in the working directory, the settings file,
    what is built in. That no key is set is no error here.

    Raises :class:`ConfigurationError` when a source cannot be read or a value is not valid.

    >>> Settings(api_key="k3y-of-mine", channel="development", region="us-west-2").channel
    'development'
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        channel: str | None = None,
        region: str | None = None,
        global_api: str | None = None,
        ca_file: Path | None = None,
        package_format: Literal["auto", "v1", "v2"] | None = None,
        log: Literal["off", "error", "warning", "info", "debug"] | None = None,
    ) -> None:
        self._native = _core.Settings(
            api_key=api_key,
            channel=channel,
            region=region,
            global_api=global_api,
            ca_file=ca_file,
            package_format=package_format,
            log=log,
        )

    @property
    def api_key(self) -> str:
        """The key itself; empty if not set. Never print it: the repr shows it masked."""
        return self._native.api_key

    @property
    def channel(self) -> str:
        """The channel; empty if not set."""
        return self._native.channel

    @property
    def region(self) -> str:
        """The region; empty if not set."""
        return self._native.region

    @property
    def global_api(self) -> str:
        """The base URL of the service."""
        return self._native.global_api

    @property
    def path(self) -> str:
        """The path of the settings file."""
        return self._native.path

    @property
    def has_credentials(self) -> bool:
        """True if key, channel and region are set, which the cloud needs."""
        return self._native.has_credentials

    def origins(self) -> dict[str, str]:
        """Where each value came from, e.g. ``"environment (AEX_CA_FILE)"``. The names are those of
        docs/settings.md."""
        return {name: origin for name, _, origin in self._native.rows()}

    def save(self) -> None:
        """Writes the settings file, readable by its owner only, in one step."""
        self._native.save()

    def __repr__(self) -> str:
        rows = self._native.rows()
        shown = ", ".join(f"{name}={value!r}" for name, value, where in rows if where != "built in")
        return f"Settings({shown})"


class Client:
    """Runs experiments on the cloud, or in this process.

    No request is made before a call needs one. A client may be shared by threads; its requests
    then go one after another. For work in parallel see :mod:`atlasexplorer.aio` and
    :mod:`atlasexplorer.futures`.

    :param backend: ``"cloud"``, or ``"local"``: the engine in this process, without key or network.
    :param settings: instead of the values from ``api_key`` to ``package_format``, which are those
        of :class:`Settings`.
    :param max_workload_bytes: per ELF file; default 100 MiB.
    :param max_result_bytes: of a result, as downloaded and unpacked; default 4 GiB.
    :param max_result_members: files in a result; default 100,000.
    :param max_instructions: that a local run may retire; default 2**40.
    :param max_guest_bytes: of memory that a local run may use; default 1 GiB.
    :param max_threads: that compress a package and decompress a result; default as the setting of
        that name says, else none is started.
    :param connect_timeout_s: name lookup, TCP and TLS together; default 10 s.
    :param stall_timeout_s: without a byte either way; default 30 s.

    Raises :class:`ConfigurationError`.

    >>> client = Client(backend="local")
    >>> client.backend
    'local'
    """

    def __init__(
        self,
        *,
        backend: Literal["cloud", "local"] = "cloud",
        api_key: str | None = None,
        channel: str | None = None,
        region: str | None = None,
        global_api: str | None = None,
        ca_file: Path | None = None,
        package_format: Literal["auto", "v1", "v2"] | None = None,
        settings: Settings | None = None,
        max_workload_bytes: int | None = None,
        max_result_bytes: int | None = None,
        max_result_members: int | None = None,
        max_instructions: int | None = None,
        max_guest_bytes: int | None = None,
        max_threads: int | None = None,
        connect_timeout_s: float | None = None,
        stall_timeout_s: float | None = None,
        user_agent: str | None = None,
    ) -> None:
        given = (api_key, channel, region, global_api, ca_file, package_format)
        if settings is None:
            settings = Settings(
                api_key=api_key,
                channel=channel,
                region=region,
                global_api=global_api,
                ca_file=ca_file,
                package_format=package_format,
            )
        elif any(value is not None for value in given):
            raise TypeError("give either settings or the values themselves")
        self.settings = settings
        self._options: dict[str, Any] = {
            "backend": backend,
            "max_workload_bytes": max_workload_bytes or 0,
            "max_result_bytes": max_result_bytes or 0,
            "max_result_members": max_result_members or 0,
            "max_instructions": max_instructions or 0,
            "max_guest_bytes": max_guest_bytes or 0,
            "max_threads": max_threads or 0,
            "connect_timeout_s": connect_timeout_s,
            "stall_timeout_s": stall_timeout_s,
            "user_agent": user_agent,
        }
        self._native = self._make_native()

    def _make_native(self) -> _core.Client:
        return _core.Client(self.settings._native, log=_log_hook(self.settings), **self._options)

    def twin(self) -> Client:
        """Another client with the same settings and options, and connections of its own."""
        twin = Client.__new__(Client)
        twin.settings = self.settings
        twin._options = self._options
        twin._native = twin._make_native()
        return twin

    @property
    def backend(self) -> str:
        """``"cloud"`` or ``"local"``."""
        return self._native.backend

    def cores(
        self, *, timeout_s: float | None = None, on_progress: OnProgress | None = None
    ) -> list[Core]:
        """Lists the simulated core configurations that the backend offers.

        :param timeout_s: seconds for the whole call; default: no limit but the connection's.

        Raises :class:`ConfigurationError`, :class:`AuthenticationError`, :class:`NetworkError`.

        >>> [core.name for core in Client(backend="local").cores()][0]
        'I8500_(1_thread)'
        """
        return self._native.cores(timeout_s=timeout_s, on_progress=on_progress)

    def experiment(
        self,
        *workloads: Path,
        core: str | None = None,
        name: str | None = None,
        directory: Path | None = None,
    ) -> Experiment:
        """Makes an experiment: one or more ELF workloads on one core.

        :param workloads: paths of ELF files; on a core with several hardware threads, one for each.
        :param core: a name from :meth:`cores`; default: the only one that the backend offers.
        :param name: of the experiment and its folder; default: ``<core>_<date>``.
        :param directory: in which the experiment gets its folder; default: the working directory.

        >>> Client(backend="local").experiment("a.elf", core="I8500_(1_thread)").workloads
        ['a.elf']
        """
        from atlasexplorer.experiment import Experiment

        return Experiment(
            client=self, name=name, core=core, workloads=workloads, directory=directory
        )

    def __repr__(self) -> str:
        return f"Client(backend={self.backend!r}, settings={self.settings!r})"


def _log_hook(settings: Settings) -> Callable[[int, str], None]:
    """Forwards the library's messages to ``logging.getLogger("atlasexplorer")``."""
    import logging

    logger = logging.getLogger("atlasexplorer")
    if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
        logger.addHandler(logging.NullHandler())
    if logger.level == logging.NOTSET and settings.origins().get("log") != "built in":
        logger.setLevel(_LOGGING_LEVELS[settings._native.log_level] or _OFF)

    def log(level: int, text: str) -> None:
        logger.log(_LOGGING_LEVELS[level], "%s", text)

    return log
