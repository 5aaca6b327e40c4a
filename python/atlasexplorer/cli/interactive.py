"""Asks for key, channel and region, and saves them."""

from __future__ import annotations

import json
import os
import sys

from atlasexplorer.client import Settings
from atlasexplorer.core.client import get_channel_list, validate_user_api_key
from atlasexplorer.core.constants import AtlasConstants, redirected_api
from atlasexplorer.exceptions import ConfigurationError, _of_the_table
from atlasexplorer.utils.exits import leave

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Prompt = Callable[[Any], dict[str, Any]]

_DOTENV = ".env"


def prompt(questions: Any) -> dict[str, Any]:
    """Asks questions on the terminal: one dict or a list of them, each with ``type`` ("password",
    "list" or "input"), ``name``, ``message`` and ``choices``. Returns the answers by name."""
    listed = [questions] if isinstance(questions, dict) else questions
    return {question["name"]: _ask(question) for question in listed}


class InteractiveConfig:
    """The questions of ``configure``."""

    def __init__(self, verbose: bool = True, ask: Prompt = prompt) -> None:
        self.verbose = verbose
        self._prompt = ask

    def run_configuration(self) -> bool:
        """Asks, checks and saves; False if the key is not valid.

        Raises :class:`ConfigurationError` (a SystemExit) if the key may use no channel.
        """
        key = self._answer("password", "apikey", "Please enter your API key:").strip()
        if not _is_valid(key):
            print("Invalid API Key")
            return False
        listed = get_channel_list(key)["channels"]
        regions_of = {entry["name"]: json.loads(entry["regions"]) for entry in listed}
        if not regions_of:
            text = "No channels are available for your API key. Please contact your administrator."
            raise leave(_of_the_table("gateway_unknown", "no channel is offered"), text)
        channel = self._choose("channel", list(regions_of))
        region = self._choose("region", regions_of[channel])
        self._save(key, channel, region)
        return True

    def _save(self, key: str, channel: str, region: str) -> None:
        settings = Settings(
            api_key=key, channel=channel, region=region, global_api=redirected_api()
        )
        settings.save()
        _write_dotenv(f"{AtlasConstants.CONFIG_ENVAR}={key}:{channel}:{region}\n")
        print(f"Configuration saved to {settings.path} and {os.path.abspath(_DOTENV)}")

    def _choose(self, what: str, offered: list[str]) -> str:
        if len(offered) == 1:
            print(f"{what.capitalize()} is automatically set to: {offered[0]}")
            return offered[0]
        return self._answer("list", what, f"Select your {what}:", choices=offered)

    def _answer(self, kind: str, name: str, message: str, **more: Any) -> str:
        answers = self._prompt([{"type": kind, "name": name, "message": message, **more}])
        return str(answers[name] if name in answers else next(iter(answers.values())))


def _is_valid(key: str) -> bool:
    try:
        return bool(key) and validate_user_api_key(key)
    except ConfigurationError:
        return False


def _write_dotenv(line: str) -> None:
    """Sets the variable in ``.env``, which only its owner may read, and keeps its other lines."""
    name = line.split("=", 1)[0]
    others: list[str] = []
    if os.path.exists(_DOTENV):
        with open(_DOTENV, encoding="utf-8", errors="surrogateescape") as file:
            others = [old.rstrip("\n") + "\n" for old in file if not _sets(old, name)]
    part = f"{_DOTENV}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with open(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.writelines([*others, line])
    os.replace(part, _DOTENV)


def _sets(line: str, name: str) -> bool:
    stripped = line.strip()
    if stripped.startswith("export "):
        stripped = stripped[len("export ") :].strip()
    return stripped.partition("=")[0].strip() == name


def _ask(question: dict[str, Any]) -> str:
    message = f"{question['message']} "
    if question["type"] == "list":
        return _pick(message, question["choices"])
    if question["type"] == "password" and sys.stdin.isatty():
        from getpass import getpass

        return getpass(message)
    return input(message)


def _pick(message: str, choices: list[str]) -> str:
    for number, choice in enumerate(choices, 1):
        print(f"  {number}  {choice}")
    while True:
        answer = input(message).strip()
        if answer in choices:
            return answer
        if answer.isdigit() and 1 <= int(answer) <= len(choices):
            return choices[int(answer) - 1]
        print(f"Answer with a number from 1 to {len(choices)}, or a name.")
