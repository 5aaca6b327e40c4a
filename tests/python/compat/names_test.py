"""Every name that scripts of either generation import."""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path

import atlasexplorer
import pytest
from atlasexplorer import atlasexplorer as module

ONE_FILE = {
    "Experiment": "(expdir, atlas, verbose=True)",
    "SummaryReport": "(jsonfile)",
    "AtlasConfig": "(readonly=False, verbose=True, apikey=None, channel=None, region=None)",
    "AtlasExplorer": "(apikey=None, channel=None, region=None, verbose=False)",
}
METHODS = {
    "Experiment": (
        "getRoot getSummary snapshotSource(elfPath) getExperiment(expdir,atlas,verbose) "
        "addWorkload(workload) setCore(core) run(expname,unpack) cleanSummaries(report) "
        "_Experiment__uploadExpPackage(url,content) _Experiment__getStatus(url) "
        "_Experiment__downloadBinaryFile(url,targetPath,targetFile) "
        "_Experiment__hybrid_encrypt(public_key_pem,input_file) "
        "_Experiment__decrypt_file_with_password(src_file_path,password) "
        "_Experiment__creatReportNested(reporttype,reportName,expconfig,elfName,zstfName) "
        "_create_report_config add_workload(workload) set_core(core) _load_config "
        "_execute_experiment(timestamp) "
        "_clean_summaries(report) _process_summary_files _upload_package(url,path) "
        "_monitor_experiment_status(status_url,config) _download_result_file(url,filename)"
    ),
    "SummaryReport": (
        "getTotalCycles getTotalInstructions getMetricKeys(regex_pattern) getMetricValue(key) "
        "printMetrics(regex_pattern) get_total_cycles get_total_instructions get_ipc "
        "get_metric_keys(regex_pattern) get_metric_value(key) get_metric_info(key) "
        "print_metrics(regex_pattern) export_metrics(output_file,regex_pattern) "
        "get_cache_metrics get_branch_metrics"
    ),
    "AtlasConfig": (
        "setGWbyChannelRegion _set_gateway_by_channel_region _load_from_environment "
        "_load_from_config_file _get_config_file_path save_to_file(config_data)"
    ),
    "AtlasExplorer": (
        "_getCloudCaps(version) getCoreInfo(core) getVersionList getSignedUrls(expuuid,name,core) "
        "_AtlasExplorer__checkWorkerStatus _check_worker_status create_experiment(expdir)"
    ),
    "SecureEncryption": (
        "hybrid_encrypt_file(public_key_pem,input_file) "
        "decrypt_file_with_password(src_file_path,password) decrypt_file(src_file_path,password) "
        "generate_salt secure_delete(path) "
        "_legacy_hybrid_encrypt_file(public_key_pem,input_file) "
        "_legacy_decrypt_file_with_password(src_file_path,password)"
    ),
    "AtlasAPIClient": (
        "get_signed_urls(apikey,exp_uuid,exp_name,core) upload_file(url,path) get_status(url) "
        "poll_status(url,max_attempts,delay) download_file(url,directory,name) close "
        "__enter__ __exit__(kind,error,trace)"
    ),
    "ELFAnalyzer": "snapshot_source_files(elf_path) validate_elf_file(elf_path)",
    "AtlasExplorerCLI": "run(args) configure_command(args) create_parser main",
}
PACKAGES = {
    "core": (
        "AtlasExplorer Experiment SummaryReport AtlasConfig AtlasConstants get_channel_list "
        "validate_user_api_key"
    ),
    "core.experiment": "Experiment",
    "analysis": "ELFAnalyzer SummaryReport",
    "analysis.elf_parser": "ELFAnalyzer",
    "network": "AtlasAPIClient",
    "network.api_client": "AtlasAPIClient",
    "security": "SecureEncryption CompatibleEncryption",
    "security.compatible_encryption": "CompatibleEncryption",
    "cli": "AtlasExplorerCLI",
    "cli.commands": "AtlasExplorerCLI",
    "cli.interactive": "InteractiveConfig",
    "migration": "EncryptionMigrator",
    "utils": (
        "AtlasExplorerError AuthenticationError NetworkError EncryptionError ELFValidationError "
        "ExperimentError ConfigurationError"
    ),
    "utils.deprecation": (
        "AtlasDeprecationWarning AtlasExplorerDeprecationWarning DeprecationPhase "
        "deprecated_class deprecated_function configure_deprecation_warnings "
        "show_monolithic_deprecation_warning"
    ),
    "utils.exceptions": (
        "AtlasExplorerError AuthenticationError NetworkError EncryptionError ELFValidationError "
        "ExperimentError ConfigurationError"
    ),
}
REFACTORED = (
    "__version__ __author__ AtlasExplorer Experiment SummaryReport AtlasConfig AtlasConstants "
    "SecureEncryption AtlasAPIClient ELFAnalyzer AtlasExplorerCLI configure subcmd_configure "
    "AtlasExplorerError AuthenticationError NetworkError EncryptionError ELFValidationError "
    "ExperimentError ConfigurationError LegacyAtlasExplorer LegacyExperiment LegacySummaryReport "
    "LegacyAtlasConfig LegacyAtlasConstants _warn_legacy_usage configure_deprecation_warnings "
    "prompt"
)
STANDARD = "uuid json datetime time os sys argparse tarfile Path re locale"
THIRD_PARTY = (
    "requests AES get_random_bytes serialization hashes padding default_backend Cipher algorithms "
    "modes scrypt ELFFile load_dotenv"
)


@pytest.mark.parametrize("name", ONE_FILE)
def test_constructors_take_what_they_took(name: str) -> None:
    taken = inspect.signature(getattr(module, name)).parameters
    names = [part.split("=")[0].strip() for part in ONE_FILE[name][1:-1].split(",")]
    assert list(taken)[: len(names)] == names
    for part in ONE_FILE[name][1:-1].split(","):
        key, _, default = part.strip().partition("=")
        if default:
            assert repr(taken[key].default) == default


@pytest.mark.parametrize("name", METHODS)
def test_methods_take_what_they_took(name: str) -> None:
    kind = getattr(atlasexplorer, name)
    for method in METHODS[name].split():
        called, _, listed = method.rstrip(")").partition("(")
        taken = [p for p in inspect.signature(getattr(kind, called)).parameters if p != "self"]
        wanted = listed.split(",") if listed else []
        assert taken[: len(wanted)] == wanted, method


def test_values_of_the_one_file_client(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.API_EXT_VERSION == "0.0.97"
    assert module.AE_GLOBAL_API == "https://gyrfalcon.api.mips.com"
    assert module.AtlasConstants.AE_GLOBAL_API == module.AE_GLOBAL_API
    assert module.AtlasExplorer.AE_GLOBAL_API == module.AE_GLOBAL_API
    assert module.AtlasConstants.CONFIG_ENVAR == "MIPS_ATLAS_CONFIG"
    names = vars(module)
    assert callable(names["__getChannelList"])
    assert callable(names["__getUserValid"])
    assert callable(module.configure)
    assert callable(module.subcmd_configure)


def test_constants_of_the_refactored_client() -> None:
    constants = atlasexplorer.AtlasConstants
    assert (constants.API_EXT_VERSION, constants.API_VERSION) == ("0.0.97", "0.0.97")
    assert (constants.DEFAULT_TIMEOUT, constants.HTTP_TIMEOUT) == (300, 10)
    assert (constants.SCRYPT_N, constants.SCRYPT_R, constants.SCRYPT_P) == (16384, 8, 1)
    assert (constants.AES_KEY_SIZE, constants.CLIENT_TYPE) == (32, "python")
    assert (*constants.CONFIG_DIR_PARTS, constants.CONFIG_FILENAME) == (
        ".config", "mips", "atlaspy", "config.json",
    )  # fmt: skip
    assert constants.DEFAULT_TOOLS_VERSION == "latest"
    assert constants.DEFAULT_PLUGIN_VERSION == "0.0.97"
    assert (constants.DEFAULT_HEARTBEAT, constants.DEFAULT_ISS) == ("104723", "esesc")
    assert atlasexplorer.__version__ == constants.VERSION


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_of_the_refactored_client(package: str) -> None:
    imported = importlib.import_module(f"atlasexplorer.{package}")
    for name in PACKAGES[package].split():
        assert getattr(imported, name).__name__ == name.replace("AtlasExplorerDep", "AtlasDep")


@pytest.mark.parametrize("name", REFACTORED.split())
def test_names_of_the_refactored_package(name: str) -> None:
    assert getattr(atlasexplorer, name)


def test_there_is_one_class_of_each_kind() -> None:
    for name in ("AtlasExplorer", "Experiment", "SummaryReport", "AtlasConfig", "AtlasConstants"):
        classes = {
            getattr(atlasexplorer, name),
            getattr(atlasexplorer, f"Legacy{name}"),
            getattr(module, name),
            getattr(importlib.import_module("atlasexplorer.core"), name),
        }
        assert len(classes) == 1


def test_star_gives_only_what_is_there() -> None:
    names: dict[str, object] = {}
    exec("from atlasexplorer import *", names)
    assert {"AtlasExplorer", "Experiment", "Client", "Report"} <= names.keys()


@pytest.mark.parametrize("name", STANDARD.split())
def test_modules_that_the_old_file_had_imported(name: str) -> None:
    assert getattr(module, name)


@pytest.mark.parametrize("name", THIRD_PARTY.split())
def test_modules_of_others_come_if_they_are_there(name: str) -> None:
    home, attribute = module._BY_ACCIDENT[name]
    try:
        imported = importlib.import_module(home)
    except ImportError:
        with pytest.raises(AttributeError, match=name):
            getattr(module, name)
    else:
        found = getattr(module, name)
        assert found is (getattr(imported, attribute) if attribute else imported)


def test_a_name_of_the_old_package_may_come_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dotenv.py").write_text("def load_dotenv(): pass\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "dotenv", raising=False)
    assert module.load_dotenv.__name__ == "load_dotenv"


def test_unknown_names_are_unknown() -> None:
    for place in (atlasexplorer, module):
        with pytest.raises(AttributeError, match="nonsense"):
            place.nonsense  # noqa: B018
