"""``configure``: what it asks, prints and writes."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import atlasexplorer
import pytest
from atlasexplorer import atlasexplorer as module
from atlasexplorer.cli import AtlasExplorerCLI, interactive
from atlasexplorer.exceptions import ConfigurationError
from atlasexplorer.utils import deprecation
from conftest import KEY, PROJECT, Gateway

Output = pytest.CaptureFixture[str]
PACKAGE = Path(atlasexplorer.__file__).parent


def answers(monkeypatch: pytest.MonkeyPatch, **given: str) -> list[Any]:
    """Answers the questions; returns them."""
    asked: list[Any] = []

    def prompt(questions: Any) -> dict[str, str]:
        asked.extend(questions)
        return {question["name"]: given[question["name"]] for question in questions}

    monkeypatch.setattr(module, "prompt", prompt)
    return asked


def test_good_key(
    gateway: Gateway, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(module, "AE_GLOBAL_API", gateway.url)
    asked = answers(monkeypatch, apikey=KEY)
    Path(".env").write_text("OTHER=1\nexport MIPS_ATLAS_CONFIG=old:x:y\nLAST=2", encoding="utf-8")
    assert AtlasExplorerCLI().run(["configure"]) == 0
    out = capsys.readouterr().out
    assert [question["type"] for question in asked] == ["password"]
    assert out.splitlines()[:2] == [
        "Channel is automatically set to: development",
        "Region is automatically set to: us-west-2",
    ]
    assert KEY not in out
    path = home / ".config/mips/atlaspy/config.json"
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert (saved["apikey"], saved["channel"], saved["region"]) == (
        KEY, "development", "us-west-2",
    )  # fmt: skip
    assert path.stat().st_mode & 0o777 == 0o600
    assert Path(".env").stat().st_mode & 0o777 == 0o600
    assert Path(".env").read_text(encoding="utf-8") == (
        f"OTHER=1\nLAST=2\nMIPS_ATLAS_CONFIG={KEY}:development:us-west-2\n"
    )


@pytest.mark.parametrize("key", ["wrong", "", "with:colon"])
def test_invalid_key(
    key: str, gateway: Gateway, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(module.AtlasConstants, "AE_GLOBAL_API", gateway.url)
    answers(monkeypatch, apikey=key)
    module.configure(None)
    assert capsys.readouterr().out == "Invalid API Key\n"
    assert not (home / ".config").exists()
    assert not Path(".env").exists()


def test_no_channel(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(interactive, "validate_user_api_key", lambda _: True)
    monkeypatch.setattr(interactive, "get_channel_list", lambda _: {"channels": []})
    answers(monkeypatch, apikey=KEY)
    with pytest.raises(SystemExit) as caught:
        module.configure(None)
    assert isinstance(caught.value, ConfigurationError)
    assert caught.value.code == 1
    assert capsys.readouterr().out.startswith("No channels are available for your API key. ")


def test_several_channels_are_asked_for(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    channels = [
        {"name": "one", "regions": '["a", "b"]'}, {"name": "two", "regions": '["c", "d"]'},
    ]  # fmt: skip
    monkeypatch.setattr(interactive, "validate_user_api_key", lambda _: True)
    monkeypatch.setattr(interactive, "get_channel_list", lambda _: {"channels": channels})
    replies = iter([KEY, "nonsense", "2", "d"])
    monkeypatch.setattr("builtins.input", lambda _: next(replies))
    assert interactive.InteractiveConfig(verbose=True).run_configuration()
    out = capsys.readouterr().out
    assert "  1  one\n  2  two\nAnswer with a number from 1 to 2, or a name.\n" in out
    text = Path(".env").read_text(encoding="utf-8")
    assert text == f"MIPS_ATLAS_CONFIG={KEY}:two:d\n"


def test_a_key_is_typed_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda message: f"<{message}>")
    question = {"type": "password", "name": "apikey", "message": "Key:"}
    assert interactive.prompt(question) == {"apikey": "<Key: >"}


def test_private_calls(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AE_GLOBAL_API", gateway.url)
    names = vars(module)
    assert names["__getUserValid"](KEY) is True
    assert names["__getUserValid"]("wrong") is False
    assert names["__getChannelList"](KEY) == {
        "channels": [{"name": "development", "regions": '["us-west-2"]'}]
    }


def test_parser(capsys: Output) -> None:
    parser = argparse.ArgumentParser()
    module.subcmd_configure(parser.add_subparsers())
    assert parser.parse_args(["configure"]).handler is module.configure
    with pytest.raises(SystemExit) as caught:
        AtlasExplorerCLI.create_parser().parse_args([])
    assert caught.value.code == 2
    assert "usage: atlasexplorer" in capsys.readouterr().err


def test_command(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(module, "configure", seen.append)
    monkeypatch.setattr(sys, "argv", ["atlasexplorer", "configure"])
    assert AtlasExplorerCLI.main() == 0
    AtlasExplorerCLI().configure_command(None)
    assert len(seen) == 2


@pytest.mark.parametrize(
    "command",
    [
        [str(PACKAGE / "atlasexplorer.py")],
        [str(PROJECT / "python" / "atlasexplorer" / "atlasexplorer.py")],
        ["-m", "atlasexplorer.cli.commands"],
        ["-m", "atlasexplorer.atlasexplorer"],
    ],
)
def test_run_as_a_script(command: list[str], gateway: Gateway, home: Path) -> None:
    environment = {**os.environ, "AEX_GLOBAL_API": gateway.url, "PYTHONPATH": str(PACKAGE.parent)}
    run = subprocess.run(
        [sys.executable, *command, "configure"],
        input=f"{KEY}\n",
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "Channel is automatically set to: development" in run.stdout
    assert (home / ".config/mips/atlaspy/config.json").exists()
    bare = subprocess.run([sys.executable, *command], capture_output=True, env=environment)
    assert bare.returncode == 2


def test_run_from_an_uninstalled_package(gateway: Gateway) -> None:
    keep = {k: v for k, v in os.environ.items() if k in ("HOME", "LD_PRELOAD", "ASAN_OPTIONS")}
    run = subprocess.run(
        [sys.executable, str(PACKAGE / "atlasexplorer.py"), "configure"],
        input="wrong\n",
        capture_output=True,
        text=True,
        env={**keep, "AEX_GLOBAL_API": gateway.url, "no_proxy": "*"},
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "Invalid API Key" in run.stdout


def test_deprecations_for_scripts(recwarn: pytest.WarningsRecorder) -> None:
    @deprecation.deprecated_function("slow", "fast")
    def slow(number: int) -> int:
        return number

    @deprecation.deprecated_class("old", version="2.0")
    class Old:
        def __init__(self, number: int) -> None:
            self.number = number

    with pytest.warns(deprecation.AtlasDeprecationWarning, match="slow is .* use fast") as one:
        assert slow(3) == 3
    with pytest.warns(UserWarning, match="Old is deprecated since 2.0: old$") as two:
        assert Old(4).number == 4
    with pytest.warns(deprecation.AtlasExplorerDeprecationWarning, match="use New"):
        deprecation._warn_legacy_usage("Old", "New")
    assert {one[0].filename, two[0].filename} == {__file__}
    before = warnings.showwarning
    with warnings.catch_warnings():
        deprecation.configure_deprecation_warnings()
    deprecation.show_monolithic_deprecation_warning()
    assert warnings.showwarning is before
    assert deprecation.DeprecationPhase("active") is deprecation.DeprecationPhase.ACTIVE
