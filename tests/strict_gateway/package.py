"""Looks at the tar.gz inside a package: its framing, its members and what they betray."""

from __future__ import annotations

import io
import tarfile
import zlib
from collections.abc import Callable
from posixpath import basename
from typing import Any

from manifest import Checker, Expected
from wire import Complaint

BLOCK = 512
MODES = {0o600, 0o644}


def _gunzip(packed: bytes, complain: Callable[[str], None]) -> bytes:
    if packed[:3] != b"\x1f\x8b\x08":
        raise Complaint("the package holds no gzip file")
    if packed[3] != 0:
        complain("gzip: the header carries a name or other extra fields")
    if packed[4:8] != b"\0\0\0\0":
        complain("gzip: the header carries a time")
    unpacker = zlib.decompressobj(31)
    try:
        plain = unpacker.decompress(packed)
    except zlib.error as error:
        raise Complaint(f"gzip: {error}") from None
    if not unpacker.eof:
        raise Complaint("gzip: the end is missing")
    if unpacker.unused_data:
        complain("gzip: something follows the first member")
    return plain


def _check_member(info: tarfile.TarInfo, complain: Callable[[str], None]) -> None:
    name = info.name
    if not info.isreg():
        complain(f"tar: {name} is no regular file")
    if "/" in name or name in ("", ".", ".."):
        complain(f"tar: {name!r} is no base name")
    if info.uid or info.gid or info.uname or info.gname:
        complain(f"tar: {name} tells its owner")
    if info.mtime:
        complain(f"tar: {name} tells its time")
    if info.mode not in MODES:
        complain(f"tar: {name} has mode {info.mode:o}")
    if not set(info.pax_headers) <= {"path", "size"}:
        complain(f"tar: {name} has extended headers {sorted(info.pax_headers)}")


def _untar(plain: bytes, complain: Callable[[str], None]) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    end = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
            for info in archive:
                _check_member(info, complain)
                if info.name in members:
                    complain(f"tar: {info.name} came twice")
                stream = archive.extractfile(info) if info.isreg() else None
                members[info.name] = stream.read() if stream else b""
                end = info.offset_data + (info.size + BLOCK - 1) // BLOCK * BLOCK
    except tarfile.TarError as error:
        raise Complaint(f"tar: {error}") from None
    if len(plain) % BLOCK or len(plain) < end + 2 * BLOCK or plain[end:].strip(b"\0"):
        complain("tar: it does not end with two zero blocks")
    return members


def check_package(
    packed: bytes, expected: Expected, complain: Callable[[str], None]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """config.json and the workloads of a tar.gz. Raises Complaint when it cannot be run."""
    members = _untar(_gunzip(packed, complain), complain)
    if "config.json" not in members:
        raise Complaint("tar: config.json is missing")
    config = Checker(expected, complain).check(members.pop("config.json"))
    if config is None:
        raise Complaint("config.json cannot be used")
    wanted = [basename(entry["elf"]) for entry in config["workload"]]
    missing = sorted(set(wanted) - set(members))
    extra = sorted(set(members) - set(wanted))
    if missing or extra:
        raise Complaint(f"tar: missing members {missing}, unknown members {extra}")
    for name, content in members.items():
        if content[:4] != b"\x7fELF":
            complain(f"tar: {name} is no ELF file")
    return config, members
