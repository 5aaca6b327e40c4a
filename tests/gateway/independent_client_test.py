#!/usr/bin/python3
"""Drives the gateway with a client that was written from the protocol alone.

Argument: the program of served_gateway.cpp.
"""

from __future__ import annotations

import contextlib
import json
import struct
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    import cryptography  # noqa: F401
except ImportError:
    print("skipped: python3-cryptography is missing")
    sys.exit(77)

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "strict_gateway"))
import client as own

PROGRAM = sys.argv.pop()


def tiny_elf() -> bytes:
    """A static RV64 program of one segment that leaves at once."""
    code = struct.pack("<II", 0x05D00893, 0x00000073)
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    size = 64 + 56 + len(code)
    head = struct.pack("<HHIQQQIHHHHHH", 2, 243, 1, 0x10078, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, 0x10000, 0x10000, size, size, 0x1000)
    return ident + head + segment + code


@contextlib.contextmanager
def serving(result_version: int) -> Iterator[str]:
    """The URL of a running gateway."""
    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, folder + "/data", str(result_version)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None and process.stdout is not None
            yield process.stdout.readline().decode().strip()
            process.stdin.close()
        assert process.returncode == 0


class Runs(unittest.TestCase):
    """Whole runs."""

    def run_one(self, package_format: str, result_version: int, otp: str = "") -> dict[str, Any]:
        with serving(result_version) as url:
            user = own.Client(
                url, package_format=package_format, result_format=f"v{result_version}"
            )
            endpoint = user.gateway()
            caps = user.capabilities(endpoint).json()
            core = caps[0]["shinro"]["arches"][0]
            config = own.make_config("a run", core, ["/tmp/loop.elf"], user.api_key)
            config["otp"] = otp or config["otp"]
            state = user.submit(config, {"loop.elf": tiny_elf()}, endpoint)
            status, seen = user.poll(state)
            self.assertEqual(status["code"], 200, status)
            self.assertLessEqual(set(seen), {100, 200})
            files = user.fetch(status, config["otp"])
            user.wire.close()
        self.assertIn("a run/reports/summary/summary.json", files)
        shown = json.loads(files["a run/.experiment/config.json"])
        self.assertEqual(shown["uuid"], config["uuid"])
        self.assertEqual((shown["otp"], shown["apikey"]), ("", ""))
        return dict(caps[0])

    def test_every_pair_of_formats(self) -> None:
        for package_format in ("v1", "v2"):
            for result_version in (1, 2):
                with self.subTest(package=package_format, result=result_version):
                    self.run_one(package_format, result_version)

    def test_passwords_of_the_first_client(self) -> None:
        self.run_one("v1", 1, "".join(map(chr, range(0, 256, 8))))
        self.run_one("v2", 2, '\0\xff"\\\x7f\x80')

    def test_what_is_offered(self) -> None:
        self.assertEqual(self.run_one("v1", 2)["packageFormats"], ["v1", "v2"])


if __name__ == "__main__":
    unittest.main()
