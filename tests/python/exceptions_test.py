"""The exceptions: made from the table, and as the old client made them."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from atlasexplorer import _core, exceptions
from conftest import PROJECT

BUILTINS = {
    "ArgumentError": ValueError,
    "ConfigurationError": ValueError,
    "ELFValidationError": ValueError,
    "EncryptionError": ValueError,
    "ExperimentError": RuntimeError,
    "ExperimentExistsError": FileExistsError,
    "FileMissingError": FileNotFoundError,
    "KeyRefusedError": PermissionError,
    "MetricUnknownError": KeyError,
    "ServiceError": ConnectionError,
    "TimeLimitError": TimeoutError,
    "WorkloadMissingError": FileNotFoundError,
}


def test_every_code_of_the_table_has_its_class() -> None:
    rows = _core.codes()
    text = (PROJECT / "lib/include/atlasexplorer/errors.def").read_text(encoding="utf-8")
    assert text.count("\nAEX_ERROR(") == len(rows)
    for row in rows:
        made = exceptions._of_the_library(row, "story", "app.elf", 503)
        assert type(made).__name__ == row["python_class"]
        assert (made.code, made.name, made.stage) == (row["code"], row["name"], row["stage"])
        assert (made.remedy, made.retryable) == (row["remedy"], row["retryable"])
        assert (made.http_status, made.details, str(made)) == (503, "app.elf", "story")


@pytest.mark.parametrize(("name", "builtin"), BUILTINS.items())
def test_each_class_is_one_of_pythons_own(name: str, builtin: type[Exception]) -> None:
    kind = getattr(exceptions, name)
    assert issubclass(kind, builtin)
    assert issubclass(kind, exceptions.AtlasExplorerError)


@pytest.mark.parametrize("name", exceptions.__all__)
def test_pickle_and_copy_keep_the_attributes(name: str) -> None:
    error = getattr(exceptions, name)("no luck", details={"n": 1})
    error.code = 7
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert (str(again), again.details, again.code) == ("no luck", {"n": 1}, 7)


def test_arguments_of_the_refactored_client() -> None:
    network = exceptions.NetworkError("down", 503, "https://gateway", details="x")
    assert (network.status_code, network.url, network.details) == (503, "https://gateway", "x")
    assert exceptions.ELFValidationError("bad", elf_path="a.elf").elf_path == "a.elf"
    assert exceptions.ExperimentError("bad", experiment_id="17").experiment_id == "17"
    assert exceptions.AtlasExplorerError("bad", {"a": 1}).details == {"a": 1}


def test_an_error_of_the_library_names_its_subject(tmp_path: Path) -> None:
    from atlasexplorer import Report

    with pytest.raises(exceptions.ExperimentError, match=str(tmp_path)) as caught:
        Report(tmp_path)
    assert caught.value.name == "report_missing"
