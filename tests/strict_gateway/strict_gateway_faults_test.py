#!/usr/bin/python3
"""Sees that each fault of the strict gateway is really served."""

from __future__ import annotations

import http.client
import io
import json
import sys
import tarfile
import unittest
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidTag
except ImportError:
    print("skipped: python3-cryptography is missing")
    sys.exit(77)

import client as own
from options import FAULTS
from strict_gateway_test import serving, submit

BROKEN = (http.client.HTTPException, OSError)
UNOPENED = (InvalidTag, ValueError, OSError, EOFError, tarfile.TarError)


def result_of(fault: str, **options: Any) -> bytes:
    """The tar.gz that a run with this fault returns."""
    with serving(faults=[fault], **options) as (_, user):
        config, status_url = submit(user)
        status, _ = user.poll(status_url)
        got = user.wire.call("GET", status["metadata"]["result"]["url"], {})
        return own.open_result(user.result_format, config["otp"], got.body)


def members_of(fault: str, **options: Any) -> list[tarfile.TarInfo]:
    """The tar members of such a run."""
    packed = result_of(fault, **options)
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
        return archive.getmembers()


class ApiFaults(unittest.TestCase):
    """Faults before the upload."""

    def capabilities(self, fault: str) -> own.Got:
        with serving(faults=[fault]) as (_, user):
            return user.capabilities(user.gateway())

    def test_refusals(self) -> None:
        with serving(faults=["bad-key"]) as (gateway, user):
            self.assertEqual(user.wire.call("GET", user.base + "/user", user.key()).status, 403)
            self.assertEqual(gateway.state.complaints, [])
        with serving(faults=["gw-unknown"]) as (_, user):
            url = user.base + "/gwbychannelregion"
            got = user.wire.call("GET", url, user.key("channel", "region"))
            self.assertEqual(got.status, 404)
        with serving(faults=["worker-down"]) as (_, user):
            url = user.gateway() + "/dataworkerstatus"
            got = user.wire.call("GET", url, user.key("channel", "region"))
            self.assertEqual(got.json(), {"status": False})

    def test_capabilities(self) -> None:
        self.assertEqual(self.capabilities("busy").status, 503)
        self.assertEqual(self.capabilities("not-json").body[:6], b"<html>")
        self.assertEqual(self.capabilities("empty-cloudcaps").json(), [])
        self.assertNotEqual(self.capabilities("no-latest").json()[0]["version"], "latest")
        self.assertGreater(len(self.capabilities("huge-json").body), 60 << 20)
        with self.assertRaises(BROKEN):
            self.capabilities("reset-api")
        with serving(faults=["busy-once"]) as (_, user):
            endpoint = user.gateway()
            statuses = [user.capabilities(endpoint).status for _ in range(2)]
            self.assertEqual(statuses, [503, 200])

    def test_redirects(self) -> None:
        for fault, same in (("redirect-other-origin", False), ("redirect-same-origin", True)):
            with serving(faults=[fault]) as (gateway, user):
                got = user.capabilities(user.gateway())
                self.assertEqual(got.status, 302)
                location = got.location if not same else user.base + got.location
                headers = user.key() | {"Content-Type": "application/json"}
                followed = user.wire.call("GET", location, headers)
                self.assertEqual(followed.status, 200 if same else 400)
                self.assertEqual(gateway.state.complaints == [], same)

    def test_signing(self) -> None:
        for fault in ("key-garbage", "key-short", "key-missing", "urls-plain-http"):
            with self.subTest(fault), serving(faults=[fault]) as (_, user):
                endpoint = user.gateway()
                core = user.capabilities(endpoint).json()[0]["shinro"]["arches"][0]
                config = own.make_config("n", core, ["a.elf"], user.api_key)
                got = user.sign(endpoint, config).json()
                if fault == "urls-plain-http":
                    self.assertTrue(got["statusget"].startswith("http://store.example.org/"))
                elif fault == "key-missing":
                    self.assertNotIn("publicKey", got)
                elif fault == "key-short":
                    self.assertLess(len(got["publicKey"]), 300)
                else:
                    with self.assertRaises(ValueError):
                        own.seal("v1", got["publicKey"], b"")


class StoreFaults(unittest.TestCase):
    """Faults of upload, status and download."""

    def test_upload(self) -> None:
        for fault, status in (("upload-403", 403), ("upload-503", 503)):
            with serving(faults=[fault]) as (gateway, user):
                _, status_url = submit(user)
                self.assertIn(f"PUT refused {status}", gateway.state.requests)
                self.assertEqual(user.wire.call("GET", status_url, {}).status, 403)
        with serving(faults=["upload-reset"]) as (_, user), self.assertRaises(BROKEN):
            submit(user)

    def test_status(self) -> None:
        for fault, code in (("status-500", 500), ("status-404", 404), ("status-no-url", 200)):
            with serving(faults=[fault]) as (gateway, user):
                _, status_url = submit(user)
                status, _ = user.poll(status_url)
                self.assertEqual(status["code"], code)
                self.assertNotIn("url", status.get("metadata", {}).get("result", {}))
                self.assertEqual(gateway.state.complaints, [])
        for fault in ("status-not-json", "pending-for-ever"):
            with serving(faults=[fault], pending=0, not_yet_count=0) as (_, user):
                _, status_url = submit(user)
                bodies = {user.wire.call("GET", status_url, {}).body for _ in range(3)}
                wanted = b"<html>" if fault == "status-not-json" else b'{"code": 100}'
                self.assertEqual({body[: len(wanted)] for body in bodies}, {wanted})

    def test_hang(self) -> None:
        with serving(faults=["hang-status"]) as (_, user):
            _, status_url = submit(user)
            for connection in user.wire.open_.values():
                assert connection.sock is not None
                connection.sock.settimeout(0.2)
            with self.assertRaises(TimeoutError):
                user.wire.call("GET", status_url, {})

    def test_download(self) -> None:
        for fault in ("reset-result", "short-result"):
            with self.subTest(fault), self.assertRaises(BROKEN):
                result_of(fault)
        with self.assertRaises(UNOPENED):
            result_of("result-403")


class ResultFaults(unittest.TestCase):
    """Faults of what is inside."""

    def test_envelope(self) -> None:
        faults = ["result-truncated", "result-tampered", "result-empty", "result-wrong-otp"]
        for fault in faults:
            with self.subTest(fault), self.assertRaises(UNOPENED):
                result_of(fault, result_format="v2")

    def test_archive(self) -> None:
        for fault in ("result-not-gzip", "gzip-truncated", "tar-truncated"):
            with self.subTest(fault), self.assertRaises(UNOPENED):
                own.unpack(result_of(fault))

    def test_members(self) -> None:
        kinds = {
            "tar-symlink": tarfile.TarInfo.issym,
            "tar-hardlink": tarfile.TarInfo.islnk,
            "tar-device": tarfile.TarInfo.ischr,
            "tar-fifo": tarfile.TarInfo.isfifo,
            "tar-absolute": lambda info: info.name.startswith("/"),
            "tar-parent": lambda info: "/../" in info.name,
            "tar-other-folder": lambda info: info.name.startswith("elsewhere/"),
            "tar-bomb": lambda info: info.size == 3 << 20,
        }
        for fault, is_there in kinds.items():
            with self.subTest(fault):
                self.assertTrue(any(map(is_there, members_of(fault, bomb_mib=3))))
        self.assertGreater(len(members_of("tar-many", many_members=500)), 500)
        names = [info.name for info in members_of("tar-duplicate")]
        self.assertEqual(names.count("name one/reports/summary/summary.json"), 2)

    def test_reports(self) -> None:
        summary = "name one/reports/summary/summary.json"
        self.assertNotIn(summary, own.unpack(result_of("no-summary")))
        with self.assertRaises(ValueError):
            json.loads(own.unpack(result_of("summary-not-json"))[summary])

    def test_every_fault_has_a_test(self) -> None:
        text = Path(__file__).read_text(encoding="utf-8")
        is_tested = {fault: f'"{fault}"' in text for fault in FAULTS}
        elsewhere = [fault for fault, tested in is_tested.items() if not tested]
        self.assertEqual(" ".join(elsewhere), "urls-expired redirect-result")


if __name__ == "__main__":
    unittest.main()
