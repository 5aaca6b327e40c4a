#!/usr/bin/python3
"""Drives the strict gateway with a client of its own: right runs pass, each wrong step is told."""

from __future__ import annotations

import contextlib
import json
import shutil
import ssl
import subprocess
import sys
import tarfile
import tempfile
import unittest
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

try:
    import cryptography  # noqa: F401
except ImportError:
    print("skipped: python3-cryptography is missing")
    sys.exit(77)

import client as own
from options import Options
from strict_gateway import StrictGateway

ELF = b"\x7fELF" + bytes(60)
Config = dict[str, Any]


@contextlib.contextmanager
def serving(**options: Any) -> Iterator[tuple[StrictGateway, own.Client]]:
    """A gateway and a client that fits it."""
    faults = frozenset(options.pop("faults", ()))
    with StrictGateway(Options(faults=faults, **options)) as gateway:
        made = gateway.state.options
        user = own.Client(
            gateway.url,
            package_format=made.package_formats[0],
            result_format=made.result_format,
        )
        try:
            yield gateway, user
        finally:
            user.wire.close()


def submit(
    user: own.Client,
    change: Callable[[Config], None] = lambda _: None,
    members: dict[str, bytes] | None = None,
    bend: Callable[[tarfile.TarInfo], None] = lambda _: None,
) -> tuple[Config, str]:
    """Submits an experiment whose config.json was changed after the URLs were signed for it."""
    endpoint = user.gateway()
    core = user.capabilities(endpoint).json()[0]["shinro"]["arches"][0]
    config = own.make_config("name one", core, ["some/where/a.elf", "b"], user.api_key)
    urls = user.sign(endpoint, config).json()
    change(config)
    given = {"a.elf": ELF, "b": ELF} if members is None else members
    plain = own.pack({"config.json": json.dumps(config).encode()} | given, bend)
    sealed = own.seal(user.package_format, urls["publicKey"], plain)
    user.upload(urls["exppackageurl"], sealed)
    return config, urls["statusget"]


class RightRuns(unittest.TestCase):
    """A client that keeps to the protocol hears no complaint."""

    def check_run(self, **options: Any) -> None:
        with serving(**options) as (gateway, user):
            config, status_url = submit(user)
            status, _ = user.poll(status_url)
            self.assertEqual(gateway.state.complaints, [])
            self.assertEqual(status["code"], 200)
            files = user.fetch(status, config["otp"])
            summary = json.loads(files["name one/reports/summary/summary.json"])
            metrics = summary["Statistics"]["Summary Performance Report"]
            self.assertEqual(list(metrics)[:-1], metrics["ordered_keys"])
            counts = files["name one/reports/a_Instruction_Counts/inst_counts.txt"].decode()
            self.assertIn("Total inst count = 98,765", counts)
            self.assertIn("name one/reports/b_Instruction_Trace/inst_trace.txt", files)
            self.assertEqual(gateway.state.complaints, [])
            self.assertEqual(gateway.state.connections, 2)

    def test_all_formats(self) -> None:
        for package_format in ("v1", "v2"):
            for result_format in ("v1", "v2"):
                with self.subTest(package=package_format, result=result_format):
                    self.check_run(package_formats=(package_format,), result_format=result_format)

    def test_all_key_sizes(self) -> None:
        for bits in (3072, 4096):
            for package_format in ("v1", "v2"):
                with self.subTest(bits=bits, package=package_format):
                    self.check_run(key_bits=bits, package_formats=(package_format,))

    def test_several_threads(self) -> None:
        self.check_run(cores=("I8500_(4_threads)",))

    def test_tls(self) -> None:
        script = Path(__file__).parents[1] / "net" / "make_certificates.sh"
        if shutil.which("openssl") is None:
            self.skipTest("the openssl command is missing")
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["sh", script, folder], check=True, capture_output=True)
            files = {"tls_cert": f"{folder}/good.pem", "tls_key": f"{folder}/good.key"}
            with serving(**files) as (gateway, user):
                user.wire.tls = ssl.create_default_context(cafile=f"{folder}/ca.pem")
                config, status_url = submit(user)
                status, _ = user.poll(status_url)
                self.assertTrue(status["metadata"]["result"]["url"].startswith("https://"))
                self.assertTrue(user.fetch(status, config["otp"]))
                self.assertEqual(gateway.state.complaints, [])

    def test_redirected_result(self) -> None:
        self.check_run(faults=["redirect-result"])

    def test_status_before_the_first_is_written(self) -> None:
        for how in ("empty", "xml", "403", "404"):
            with self.subTest(how), serving(not_yet=how, pending=2) as (_, user):
                _, status_url = submit(user)
                self.assertEqual(user.poll(status_url)[1], ["not yet", 100, 100, 200])

    def test_advertised_formats(self) -> None:
        with serving(advertised_formats=("v2",), package_formats=("v2",)) as (_, user):
            latest = user.capabilities(user.gateway()).json()[0]
            self.assertEqual(latest["packageFormats"], ["v2"])

    def test_regions_are_a_string(self) -> None:
        for as_string, wanted in ((True, '["us-west-2"]'), (False, ["us-west-2"])):
            with serving(regions_as_string=as_string) as (_, user):
                headers = user.key() | {"extversion": "0.0.97"}
                got = user.wire.call("GET", user.base + "/channellist", headers).json()
                self.assertEqual(got["channels"][0]["regions"], wanted)


class WrongHeaders(unittest.TestCase):
    """Each call is held to its headers."""

    def refused(
        self, wanted: str, method: str, path: str, headers: own.Headers, **more: Any
    ) -> None:
        with serving() as (gateway, user):
            got = user.wire.call(method, gateway.url + path, headers, more.get("body"))
            self.assertEqual(got.status, 400)
            self.assertEqual(len(gateway.state.complaints), 1)
            self.assertIn(wanted, gateway.state.complaints[0])

    def test_calls(self) -> None:
        key = {"apikey": "0123456789abcdef"}
        json_type = {"Content-Type": "application/json"}
        signed = key | {"channel": "development", "exp-uuid": "x", "workload": "n"}
        signed |= {"core": "I8500_(1_thread)"}
        post = "/gw/createsignedurls"
        bad_uuid = signed | {"action": "experiment"}
        self.refused("missing headers ['apikey']", "GET", "/user", {})
        self.refused("unknown headers ['channel']", "GET", "/user", key | {"channel": "x"})
        self.refused("query parameters", "GET", "/user?apikey=x", key)
        self.refused("unknown call", "GET", "/users", key)
        self.refused("extversion is '1'", "GET", "/channellist", key | {"extversion": "1"})
        self.refused("['content-type']", "GET", "/gw/cloudcaps", key)
        self.refused(
            "content-type is", "GET", "/gw/cloudcaps", key | {"Content-Type": "text/plain"}
        )
        self.refused("GET with Content-Length", "GET", "/user", key, body=b"")
        self.refused("accept-encoding", "GET", "/user", key | {"Accept-Encoding": "gzip"})
        self.refused("expect", "GET", "/user", key | {"Expect": "100-continue"})
        self.refused("twice", "GET", "/user", key | {"APIKEY": "x"})
        self.refused("POST with Content-Length None", "POST", post, signed)
        self.refused("POST with Content-Length '1'", "POST", post, signed, body=b"x")
        self.refused("['action']", "POST", post, signed, body=b"")
        self.refused("action is 'run'", "POST", post, signed | {"action": "run"}, body=b"")
        self.refused("['content-type']", "POST", post, bad_uuid | json_type, body=b"")
        self.refused("exp-uuid is 'x'", "POST", post, bad_uuid, body=b"")
        self.refused("core 'P1'", "POST", post, bad_uuid | {"core": "P1"}, body=b"")

    def test_signed_urls(self) -> None:
        binary = {"Content-Type": "application/octet-stream"}
        cases: list[tuple[str, str, own.Headers, bytes | None, str]] = [
            ("carries the header apikey", "PUT", binary | {"apikey": "x"}, b"x", ""),
            ("Content-Type None", "PUT", {}, b"x", ""),
            ("Content-Type 'text/plain'", "PUT", {"Content-Type": "text/plain"}, b"x", ""),
            ("PUT with Content-Length None", "PUT", binary, None, ""),
            ("transfer-encoding", "PUT", binary | {"Transfer-Encoding": "chunked"}, None, ""),
            ("signature", "PUT", binary, b"x", "&more=1"),
            ("signature", "GET", {}, None, ""),
            ("carries the header apikey", "GET", {"apikey": "x"}, None, ""),
        ]
        for wanted, method, headers, body, suffix in cases:
            with self.subTest(wanted, method=method), serving() as (gateway, user):
                endpoint = user.gateway()
                core = user.capabilities(endpoint).json()[0]["shinro"]["arches"][0]
                config = own.make_config("n", core, ["a.elf"], user.api_key)
                url = user.sign(endpoint, config).json()["exppackageurl"]
                got = user.wire.call(method, url + suffix, headers, body)
                self.assertEqual(got.status, 400)
                self.assertIn(wanted, gateway.state.complaints[0])

    def test_expired_url(self) -> None:
        with serving(faults=["urls-expired"]) as (gateway, user):
            _, status_url = submit(user)
            self.assertEqual(user.wire.call("GET", status_url, {}).status, 403)
            self.assertEqual(
                gateway.state.requests[-2:], ["PUT refused 403", "GET store/status.json"]
            )


def _set(name: str, value: object) -> Callable[[Config], None]:
    return lambda config: config.update({name: value})


def _set_report(index: int, name: str, value: object) -> Callable[[Config], None]:
    return lambda config: config["reports"][index].update({name: value})


def _move_to_end(name: str) -> Callable[[Config], None]:
    return lambda config: config.update({name: config.pop(name)})


class WrongPackages(unittest.TestCase):
    """A package that is not right ends in status 500, and the reason is told."""

    def failed(self, wanted: str, *arguments: Any, **options: Any) -> None:
        with self.subTest(wanted), serving(**options) as (gateway, user):
            _, status_url = submit(user, *arguments)
            self.assertEqual(user.poll(status_url)[0]["code"], 500)
            self.assertIn(wanted, "\n".join(gateway.state.complaints))

    def test_config(self) -> None:
        self.failed("missing ['iss']", lambda config: config.pop("iss"))
        self.failed("unknown ['more']", _set("more", 1))
        self.failed("another order", _move_to_end("date"))
        self.failed("timeout is '300'", _set("timeout", "300"))
        self.failed("timeout is 300.0", _set("timeout", 300.0))
        self.failed("numRegions is False", _set("numRegions", False))
        self.failed("otp is not 32", _set("otp", "x" * 31))
        self.failed("not printable", _set("otp", "\x01" + "abcdefgh" * 3 + "abcdefg"))
        self.failed("not printable", _set("otp", "é" + "abcdefgh" * 3 + "abcdefg"))
        self.failed("not random", _set("otp", "x" * 32))
        self.failed("uuid is", _set("uuid", "250101_000000_00000000-0000-4000-8000-000000000000"))
        self.failed("date is", _set("date", "259901_000000"))
        self.failed("name is 'other'", _set("name", "other"))
        self.failed("apikey is not", _set("apikey", "x"))
        self.failed("arch is", _set("arch", {"name": "x"}))
        self.failed("pluginVersion is '1'", _set("pluginVersion", "1"))

    def test_reports(self) -> None:
        self.failed("no list of 5", lambda config: config["reports"].pop())
        self.failed("missing ['region']", lambda config: config["reports"][0].pop("region"))
        self.failed("expUUID is", _set_report(2, "expUUID", "x"))
        self.failed("reportUUID is 'x'", _set_report(1, "reportUUID", "x"))
        self.failed("isROIReport is 0", _set_report(1, "isROIReport", 0))
        self.failed("endInst is '-1'", _set_report(1, "endInst", "-1"))
        self.failed("reportName is 'a'", _set_report(1, "reportName", "a"))

    def test_members(self) -> None:
        def nothing(_: Config) -> None: ...

        self.failed("missing members ['b']", nothing, {"a.elf": ELF})
        self.failed("unknown members ['c']", nothing, {"a.elf": ELF, "b": ELF, "c": ELF})
        self.failed("no base name", nothing, {"some/a.elf": ELF, "b": ELF})
        self.failed("b is no ELF", nothing, {"a.elf": ELF, "b": b"text"})

    def test_what_a_tar_betrays(self) -> None:
        cases: list[tuple[str, object, str]] = [
            ("uid", 1000, "tells its owner"),
            ("gid", 1000, "tells its owner"),
            ("uname", "me", "tells its owner"),
            ("gname", "me", "tells its owner"),
            ("mtime", 1, "tells its time"),
            ("mode", 0o664, "has mode 664"),
            ("type", tarfile.SYMTYPE, "no regular file"),
        ]
        for name, value, wanted in cases:

            def bend(info: tarfile.TarInfo, name: str = name, value: object = value) -> None:
                setattr(info, name, value)

            self.failed(wanted, lambda _: None, None, bend)

    def test_other_format(self) -> None:
        for wanted, other in (("v1", "v2"), ("v2", "v1")):
            with serving(package_formats=(wanted,)) as (gateway, user):
                user.package_format = other
                _, status_url = submit(user)
                self.assertEqual(user.poll(status_url)[0]["code"], 500)
                self.assertIn(f"is in format {other}", gateway.state.complaints[0])


class Program(unittest.TestCase):
    """The gateway as a program of its own."""

    def test_prints_its_url_and_tells_complaints(self) -> None:
        script = str(Path(__file__).with_name("strict_gateway.py"))
        command = [sys.executable, script, "--listen", "127.0.0.1:0", "--cores", "1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                user = own.Client(process.stdout.readline().strip())
                user.wire.call("GET", user.base + "/user", {})
                got = user.wire.call("GET", user.base + "/_complaints", {}).json()
                self.assertEqual(len(got), 1)
                requests = user.wire.call("GET", user.base + "/_requests", {}).json()
                self.assertEqual(requests["requests"], ["GET /user"])
                user.wire.close()
            finally:
                process.terminate()


if __name__ == "__main__":
    unittest.main()
