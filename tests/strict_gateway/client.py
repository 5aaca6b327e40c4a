"""The smallest client that follows the protocol; shares no code with the gateway."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import io
import json
import os
import secrets
import ssl
import string
import struct
import tarfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Headers = dict[str, str]


@dataclass
class Got:
    """One answer."""

    status: int
    body: bytes
    location: str = ""

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Wire:
    """Keep-alive connections, one an origin."""

    tls: ssl.SSLContext | None = None
    open_: dict[str, http.client.HTTPConnection] = field(default_factory=dict)

    def _connection(self, url: str) -> http.client.HTTPConnection:
        parts = urlsplit(url)
        if parts.netloc not in self.open_:
            if parts.scheme == "https":
                made: http.client.HTTPConnection = http.client.HTTPSConnection(
                    parts.netloc, context=self.tls, timeout=20
                )
            else:
                made = http.client.HTTPConnection(parts.netloc, timeout=20)
            self.open_[parts.netloc] = made
        return self.open_[parts.netloc]

    def call(self, method: str, url: str, headers: Headers, body: bytes | None = None) -> Got:
        """Sends exactly these headers, a Host, and a Content-Length where there is a body."""
        parts = urlsplit(url)
        connection = self._connection(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value.encode())
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return Got(answer.status, answer.read(), answer.headers.get("Location", ""))

    def close(self) -> None:
        """Closes all connections."""
        for connection in self.open_.values():
            connection.close()


def make_otp() -> str:
    """32 characters of 64 kinds."""
    alphabet = string.ascii_letters + string.digits + "-_"
    return "".join(secrets.choice(alphabet) for _ in range(32))


def _make_reports(date: str, experiment: str, core: str, elves: list[str]) -> list[dict[str, Any]]:
    def report(kind: str, elf: str, report_name: str) -> dict[str, Any]:
        return {
            "startDate": date,
            "reportUUID": f"{date}_{uuid.uuid4()}",
            "expUUID": experiment,
            "core": core,
            "elfFileName": elf,
            "zstfFileName": elf + ".zstf" if elf else "",
            "reportName": report_name,
            "reportType": kind,
            "userParameters": [],
            "startInst": 1,
            "endInst": -1,
            "resolution": 1,
            "toolsVersion": "latest",
            "timeout": 300,
            "pluginVersion": "0.0.97",
            "isROIReport": False,
            "region": 0,
        }

    reports = [report("summary", "", "")]
    for elf in (path.rsplit("/", 1)[-1] for path in elves):
        stem = elf[:-4] if elf.endswith(".elf") else elf
        reports.append(report("inst_counts", elf, stem + "_Instruction_Counts"))
        reports.append(report("inst_trace", elf, stem + "_Instruction_Trace"))
    return reports


def make_config(name: str, core: dict[str, Any], elves: list[str], api_key: str) -> dict[str, Any]:
    """config.json of an experiment."""
    date = datetime.now().strftime("%y%m%d_%H%M%S")
    experiment = f"{date}_{uuid.uuid4()}"
    return {
        "date": date,
        "name": name,
        "core": core["name"],
        "workload": [{"elf": path, "zstf": ""} for path in elves],
        "uuid": experiment,
        "toolsVersion": "latest",
        "timeout": 300,
        "pluginVersion": "0.0.97",
        "compiler": "",
        "compilerFlags": "",
        "numRegions": 0,
        "reports": _make_reports(date, experiment, core["name"], elves),
        "heartbeat": "104723",
        "iss": "esesc",
        "apikey": api_key,
        "geolocation": {},
        "otp": make_otp(),
        "version": "1.0.0",
        "arch": core,
        "clientType": "python",
    }


def pack(
    members: dict[str, bytes], bend: Callable[[tarfile.TarInfo], None] = lambda _: None
) -> bytes:
    """tar.gz that tells nothing of this machine, unless `bend` changes its headers."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            bend(info)
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(out.getvalue(), mtime=0)


def seal(package_format: str, public_key: str, plain: bytes) -> bytes:
    """A package in format v1 or v2."""
    key, iv = os.urandom(32), os.urandom(16 if package_format == "v1" else 12)
    rsa_key = serialization.load_pem_public_key(public_key.encode())
    assert isinstance(rsa_key, rsa.RSAPublicKey)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    wrapped = rsa_key.encrypt(key, oaep)
    sealed = AESGCM(key).encrypt(iv, plain, None)
    ciphertext, tag = sealed[:-16], sealed[-16:]
    if package_format == "v1":
        return iv + wrapped + tag + ciphertext
    return iv + struct.pack(">H", len(wrapped)) + wrapped + ciphertext + tag


def _scrypt(otp: str, salt: bytes, n: int) -> bytes:
    return hashlib.scrypt(otp.encode(), salt=salt, n=n, r=8, p=1, dklen=32, maxmem=1 << 26)


def open_result(result_format: str, otp: str, sealed: bytes) -> bytes:
    """The tar.gz of a result. Raises what the libraries raise when it does not decrypt."""
    if result_format == "v2":
        salt, iv, tag, ciphertext = sealed[:16], sealed[16:28], sealed[28:44], sealed[44:]
        return AESGCM(_scrypt(otp, salt, 32768)).decrypt(iv, ciphertext + tag, None)
    cipher = Cipher(algorithms.AES(_scrypt(otp, b"salt", 16384)), modes.ECB())
    decryptor = cipher.decryptor()
    padded = decryptor.update(sealed) + decryptor.finalize()
    count = padded[-1]
    if not 1 <= count <= 16 or padded[-count:] != bytes([count]) * count:
        raise ValueError("the padding is wrong")
    return padded[:-count]


def unpack(packed: bytes) -> dict[str, bytes]:
    """The regular files of a tar.gz."""
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
        files = {}
        for info in archive:
            stream = archive.extractfile(info) if info.isreg() else None
            if stream is not None:
                files[info.name] = stream.read()
        return files


@dataclass
class Client:
    """Runs one experiment, call by call; every step can be bent by a test."""

    base: str
    api_key: str = "0123456789abcdef"
    channel: str = "development"
    region: str = "us-west-2"
    package_format: str = "v1"
    result_format: str = "v1"
    wire: Wire = field(default_factory=Wire)

    def key(self, *names: str) -> Headers:
        """apikey, and the named ones of channel and region."""
        values = {"channel": self.channel, "region": self.region}
        return {"apikey": self.api_key} | {name: values[name] for name in names}

    def gateway(self) -> str:
        """User, channel list, gateway and worker, in this order."""
        get = self.wire.call
        assert get("GET", self.base + "/user", self.key()).status == 200
        get("GET", self.base + "/channellist", self.key() | {"extversion": "0.0.97"})
        place = self.key("channel", "region")
        endpoint = get("GET", self.base + "/gwbychannelregion", place).json()["endpoint"]
        get("GET", endpoint + "/dataworkerstatus", place)
        return str(endpoint)

    def capabilities(self, endpoint: str) -> Got:
        """cloudcaps."""
        headers = self.key() | {"Content-Type": "application/json"}
        return self.wire.call("GET", endpoint + "/cloudcaps", headers)

    def sign(self, endpoint: str, config: dict[str, Any]) -> Got:
        """createsignedurls."""
        headers = self.key("channel") | {
            "exp-uuid": config["uuid"],
            "workload": config["name"],
            "core": config["core"],
            "action": "experiment",
        }
        return self.wire.call("POST", endpoint + "/createsignedurls", headers, b"")

    def upload(self, url: str, sealed: bytes) -> Got:
        """PUT of a package."""
        headers = {"Content-Type": "application/octet-stream"}
        return self.wire.call("PUT", url, headers, sealed)

    def poll(self, url: str) -> tuple[dict[str, Any], list[int | str]]:
        """Asks until the status is final; it, and all that came."""
        seen: list[int | str] = []
        while True:
            got = self.wire.call("GET", url, {})
            if got.status != 200 or not got.body.startswith(b"{"):
                seen.append("not yet")
                continue
            status = got.json()
            seen.append(status["code"])
            if status["code"] != 100:
                return status, seen

    def submit(self, config: dict[str, Any], members: dict[str, bytes], endpoint: str) -> str:
        """Signs, seals and uploads; the status URL."""
        urls = self.sign(endpoint, config).json()
        plain = pack({"config.json": json.dumps(config).encode()} | members)
        sealed = seal(self.package_format, urls["publicKey"], plain)
        assert self.upload(urls["exppackageurl"], sealed).status == 200
        return str(urls["statusget"])

    def fetch(self, status: dict[str, Any], otp: str) -> dict[str, bytes]:
        """The files of a result."""
        got = self.wire.call("GET", status["metadata"]["result"]["url"], {})
        if got.status == 302:
            got = self.wire.call("GET", got.location, {})
        return unpack(open_result(self.result_format, otp, got.body))
