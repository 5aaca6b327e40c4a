"""Looks at config.json: every field, its place, its type and its value."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from posixpath import basename
from typing import Any

DATE = re.compile(r"\d{6}_\d{6}")
UNSAFE_IN_A_SHELL = set(" \"'\\$`!&|;<>(){}[]*?#~")
REPORT_FIELDS = [
    "startDate",
    "reportUUID",
    "expUUID",
    "core",
    "elfFileName",
    "zstfFileName",
    "reportName",
    "reportType",
    "userParameters",
    "startInst",
    "endInst",
    "resolution",
    "toolsVersion",
    "timeout",
    "pluginVersion",
    "isROIReport",
    "region",
]
EXPERIMENT_FIELDS = [
    "date",
    "name",
    "core",
    "workload",
    "uuid",
    "toolsVersion",
    "timeout",
    "pluginVersion",
    "compiler",
    "compilerFlags",
    "numRegions",
    "reports",
    "heartbeat",
    "iss",
    "apikey",
    "geolocation",
    "otp",
    "version",
    "arch",
    "clientType",
]


@dataclass(frozen=True)
class Expected:
    """What the gateway knows of an experiment before its package comes."""

    name: str
    core: str
    uuid: str
    api_key: str
    extversion: str
    arch: dict[str, Any]


def is_date(text: object) -> bool:
    """yymmdd_HHMMSS, and a day that exists."""
    if not isinstance(text, str) or not DATE.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%y%m%d_%H%M%S")
    except ValueError:
        return False
    return True


def is_dated_uuid(text: object) -> bool:
    """<date>_<uuid4>, in lower case with hyphens."""
    if not isinstance(text, str) or not is_date(text[:13]) or text[13:14] != "_":
        return False
    try:
        parsed = uuid.UUID(text[14:])
    except ValueError:
        return False
    return str(parsed) == text[14:] and parsed.version == 4 and parsed.variant == uuid.RFC_4122


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key came twice")
    return made


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def parse_json(text: bytes) -> Any:
    """Strict JSON: UTF-8, no key twice, no NaN."""
    return json.loads(text.decode(), object_pairs_hook=_unique, parse_constant=_no_constant)


def is_same(got: object, wanted: object) -> bool:
    """Equal in type, order and value."""
    return json.dumps(got) == json.dumps(wanted)


class Checker:
    """Collects what is wrong with one config.json."""

    def __init__(self, expected: Expected, complain: Callable[[str], None]) -> None:
        self.expected = expected
        self.complain = complain

    def check(self, text: bytes) -> dict[str, Any] | None:
        """The parsed file; None if it cannot be used at all."""
        try:
            config: dict[str, Any] = parse_json(text)
        except ValueError as error:
            self.complain(f"config.json is not strict JSON: {error}")
            return None
        if not self._has_fields("config.json", config, EXPERIMENT_FIELDS):
            return None
        self._check_identity(config)
        self._check_constants(config)
        self._check_otp(config["otp"])
        elves = self._check_workload(config["workload"])
        if elves is None:
            return None
        self._check_reports(config, elves)
        return config

    def _has_fields(self, where: str, got: object, fields: list[str]) -> bool:
        if not isinstance(got, dict):
            self.complain(f"{where} is no object")
            return False
        missing = [name for name in fields if name not in got]
        extra = [name for name in got if name not in fields]
        if missing or extra:
            self.complain(f"{where}: missing {missing}, unknown {extra}")
        elif list(got) != fields:
            self.complain(f"{where}: the fields are in another order: {list(got)}")
        return not missing

    def _expect(self, where: str, got: dict[str, Any], wanted: dict[str, Any]) -> None:
        for name, value in wanted.items():
            if not is_same(got[name], value):
                shown = "another value" if name in ("apikey", "otp") else repr(got[name])
                self.complain(f"{where}: {name} is {shown}, not {value!r}")

    def _check_identity(self, config: dict[str, Any]) -> None:
        wanted = self.expected
        self._expect(
            "config.json",
            config,
            {"name": wanted.name, "core": wanted.core, "uuid": wanted.uuid, "arch": wanted.arch},
        )
        if config["apikey"] != wanted.api_key:
            self.complain("config.json: apikey is not the one of the headers")
        if not is_date(config["date"]):
            self.complain(f"config.json: date is {config['date']!r}")
        elif not str(config["uuid"]).startswith(config["date"] + "_"):
            self.complain("config.json: uuid does not begin with the date")

    def _check_constants(self, config: dict[str, Any]) -> None:
        constants = {
            "toolsVersion": "latest",
            "timeout": 300,
            "pluginVersion": self.expected.extversion,
            "compiler": "",
            "compilerFlags": "",
            "numRegions": 0,
            "heartbeat": "104723",
            "iss": "esesc",
            "geolocation": {},
            "version": "1.0.0",
            "clientType": "python",
        }
        self._expect("config.json", config, constants)

    def _check_otp(self, otp: object) -> None:
        if not isinstance(otp, str) or len(otp) != 32:
            self.complain("config.json: otp is not 32 characters long")
        elif not all(0x21 <= ord(c) <= 0x7E for c in otp) or set(otp) & UNSAFE_IN_A_SHELL:
            self.complain("config.json: otp has characters that are not printable or not safe")
        elif len(set(otp)) < 8:
            self.complain("config.json: otp is not random")

    def _check_workload(self, workload: object) -> list[str] | None:
        if not isinstance(workload, list) or not workload:
            self.complain("config.json: workload is no list, or empty")
            return None
        names = []
        for entry in workload:
            if not self._has_fields("workload", entry, ["elf", "zstf"]):
                return None
            if not isinstance(entry["elf"], str) or not basename(entry["elf"]):
                self.complain("config.json: elf is no path")
                return None
            if entry["zstf"] != "":
                self.complain("config.json: zstf is not empty")
            names.append(basename(entry["elf"]))
        if len(set(names)) != len(names):
            self.complain("config.json: two workloads have one base name")
        return names

    def _check_reports(self, config: dict[str, Any], elves: list[str]) -> None:
        wanted = [("summary", "", "")]
        for elf in elves:
            stem = elf.removesuffix(".elf")
            wanted.append(("inst_counts", elf, f"{stem}_Instruction_Counts"))
            wanted.append(("inst_trace", elf, f"{stem}_Instruction_Trace"))
        reports = config["reports"]
        if not isinstance(reports, list) or len(reports) != len(wanted):
            self.complain(f"config.json: reports is no list of {len(wanted)}")
            return
        seen = {config["uuid"]}
        for report, (kind, elf, name) in zip(reports, wanted):
            where = f"report {name or kind}"
            if self._has_fields(where, report, REPORT_FIELDS):
                self._check_report(where, report, config, (kind, elf, name))
                if report["reportUUID"] in seen:
                    self.complain(f"{where}: reportUUID was used before")
                seen.add(str(report["reportUUID"]))

    def _check_report(
        self, where: str, report: dict[str, Any], config: dict[str, Any], kind: tuple[str, str, str]
    ) -> None:
        report_type, elf, name = kind
        wanted = {
            "expUUID": config["uuid"],
            "core": config["core"],
            "elfFileName": elf,
            "zstfFileName": f"{elf}.zstf" if elf else "",
            "reportName": name,
            "reportType": report_type,
            "userParameters": [],
            "startInst": 1,
            "endInst": -1,
            "resolution": 1,
            "toolsVersion": "latest",
            "timeout": 300,
            "pluginVersion": self.expected.extversion,
            "isROIReport": False,
            "region": 0,
        }
        self._expect(where, report, wanted)
        if not is_date(report["startDate"]):
            self.complain(f"{where}: startDate is {report['startDate']!r}")
        if not is_dated_uuid(report["reportUUID"]):
            self.complain(f"{where}: reportUUID is {report['reportUUID']!r}")
