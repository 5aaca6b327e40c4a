"""Run ELF workloads on simulated MIPS cores: on the Atlas Explorer cloud, or in this process.

>>> import atlasexplorer
>>> client = atlasexplorer.Client(backend="local")
>>> experiment = client.experiment("app.elf", core="I8500_(1_thread)")

Then ``experiment.run()`` gives a :class:`Report`, and ``experiment.submit()`` a :class:`Job` that
can be waited for, cancelled, and reopened by another process. :mod:`atlasexplorer.aio` runs many
at once in one thread, :mod:`atlasexplorer.futures` in several.

Scripts for the old client work as they are; see ``atlasexplorer.atlasexplorer``.
"""

__version__ = "4.0.0"
__author__ = "MIPS Technologies"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atlasexplorer import aio as aio
    from atlasexplorer import futures as futures
    from atlasexplorer.analysis.elf_parser import ELFAnalyzer as ELFAnalyzer
    from atlasexplorer.analysis.reports import SummaryReport as SummaryReport
    from atlasexplorer.atlasexplorer import configure as configure
    from atlasexplorer.atlasexplorer import subcmd_configure as subcmd_configure
    from atlasexplorer.cli.commands import AtlasExplorerCLI as AtlasExplorerCLI
    from atlasexplorer.client import Client as Client
    from atlasexplorer.client import Core as Core
    from atlasexplorer.client import Settings as Settings
    from atlasexplorer.core.client import AtlasExplorer as AtlasExplorer
    from atlasexplorer.core.config import AtlasConfig as AtlasConfig
    from atlasexplorer.core.constants import AtlasConstants as AtlasConstants
    from atlasexplorer.exceptions import ArgumentError as ArgumentError
    from atlasexplorer.exceptions import AtlasExplorerError as AtlasExplorerError
    from atlasexplorer.exceptions import AuthenticationError as AuthenticationError
    from atlasexplorer.exceptions import CancelledError as CancelledError
    from atlasexplorer.exceptions import ConfigurationError as ConfigurationError
    from atlasexplorer.exceptions import ELFValidationError as ELFValidationError
    from atlasexplorer.exceptions import EncryptionError as EncryptionError
    from atlasexplorer.exceptions import ExperimentError as ExperimentError
    from atlasexplorer.exceptions import ExperimentExistsError as ExperimentExistsError
    from atlasexplorer.exceptions import FileMissingError as FileMissingError
    from atlasexplorer.exceptions import KeyRefusedError as KeyRefusedError
    from atlasexplorer.exceptions import MetricUnknownError as MetricUnknownError
    from atlasexplorer.exceptions import NetworkError as NetworkError
    from atlasexplorer.exceptions import ServiceError as ServiceError
    from atlasexplorer.exceptions import TimeLimitError as TimeLimitError
    from atlasexplorer.exceptions import WorkloadMissingError as WorkloadMissingError
    from atlasexplorer.experiment import Experiment as Experiment
    from atlasexplorer.job import Job as Job
    from atlasexplorer.job import JobEntry as JobEntry
    from atlasexplorer.job import JobState as JobState
    from atlasexplorer.job import clean_jobs as clean_jobs
    from atlasexplorer.job import list_jobs as list_jobs
    from atlasexplorer.network.api_client import AtlasAPIClient as AtlasAPIClient
    from atlasexplorer.progress import Bar as Bar
    from atlasexplorer.progress import Progress as Progress
    from atlasexplorer.report import Hot as Hot
    from atlasexplorer.report import Metric as Metric
    from atlasexplorer.report import Report as Report
    from atlasexplorer.report import WorkloadEnd as WorkloadEnd
    from atlasexplorer.security.encryption import SecureEncryption as SecureEncryption

    LegacyAtlasConfig = AtlasConfig
    LegacyAtlasConstants = AtlasConstants
    LegacyAtlasExplorer = AtlasExplorer
    LegacyExperiment = Experiment
    LegacySummaryReport = SummaryReport

# Which module each name comes from; it is imported when the name is first asked for.
_HOMES = {
    "client": ("Client", "Core", "Settings"),
    "exceptions": (
        "ArgumentError", "AtlasExplorerError", "AuthenticationError", "CancelledError",
        "ConfigurationError", "ELFValidationError", "EncryptionError", "ExperimentError",
        "ExperimentExistsError", "FileMissingError", "KeyRefusedError", "MetricUnknownError",
        "NetworkError", "ServiceError", "TimeLimitError", "WorkloadMissingError",
    ),
    "experiment": ("Experiment",),
    "job": ("Job", "JobEntry", "JobState", "clean_jobs", "list_jobs"),
    "progress": ("Bar", "Progress"),
    "report": ("Hot", "Metric", "Report", "WorkloadEnd"),
    "analysis.elf_parser": ("ELFAnalyzer",),
    "analysis.reports": ("SummaryReport",),
    "atlasexplorer": ("configure", "subcmd_configure"),
    "cli.commands": ("AtlasExplorerCLI",),
    "core.client": ("AtlasExplorer",),
    "core.config": ("AtlasConfig",),
    "core.constants": ("AtlasConstants",),
    "network.api_client": ("AtlasAPIClient",),
    "security.encryption": ("SecureEncryption",),
}  # fmt: skip
_MODULES = (
    "aio", "analysis", "atlasexplorer", "cli", "client", "core", "exceptions", "experiment",
    "futures", "job", "migration", "network", "progress", "report", "security", "utils",
)  # fmt: skip
# Names of the refactored client that are no part of the interface, but could be imported: the
# ones behind the first module may be missing.
_OLD_NAMES = {
    "atlasexplorer": (
        "Cipher", "ELFFile", "default_backend", "load_dotenv", "prompt", "scrypt",
    ),
    "utils.deprecation": ("_warn_legacy_usage", "configure_deprecation_warnings"),
}  # fmt: skip

__all__ = [name for names in _HOMES.values() for name in names]


def __getattr__(name: str) -> object:
    from importlib import import_module

    homes = (*_HOMES.items(), *_OLD_NAMES.items())
    wanted = name[len("Legacy") :] if name.startswith("Legacy") else name
    home = next((home for home, names in homes if wanted in names), None)
    if home is not None:
        value = getattr(import_module(f"{__name__}.{home}"), wanted)
    elif name in _MODULES:
        value = import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES, *__all__})
