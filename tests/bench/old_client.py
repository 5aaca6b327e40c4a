"""The stages of the old Python client, re-created from how it behaves, with its libraries.

Files are read whole, archives are made by tarfile at its highest level, packages are encrypted with
AES-GCM and results with AES-ECB under a key of scrypt, and sources come from pyelftools.
"""

from __future__ import annotations

import os
import sys
import tarfile
from pathlib import Path


def pack(out: str, names: list[str]) -> None:
    from Crypto.Cipher import AES
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    with tarfile.open(f"{out}.tar.gz", "w:gz") as archive:
        for name in names:
            archive.add(name, arcname=Path(name).name)
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    public = serialization.load_pem_public_key(pem)
    assert isinstance(public, rsa.RSAPublicKey)
    key = os.urandom(32)
    cipher = AES.new(key, AES.MODE_GCM)
    sealed, tag = cipher.encrypt_and_digest(Path(f"{out}.tar.gz").read_bytes())
    scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    Path(out).write_bytes(cipher.nonce + public.encrypt(key, scheme) + tag + sealed)


def key_of(password: str) -> bytes:
    from Crypto.Protocol.KDF import scrypt

    key = scrypt(password, "salt", 32, N=2**14, r=8, p=1)
    assert isinstance(key, bytes)
    return key


def seal(path: str, out: str) -> None:
    from Crypto.Cipher import AES
    from Crypto.Util.Padding import pad

    cipher = AES.new(key_of("password"), AES.MODE_ECB)
    Path(out).write_bytes(cipher.encrypt(pad(Path(path).read_bytes(), 16)))


def unpack(sealed: str, folder: str) -> None:
    from Crypto.Cipher import AES
    from Crypto.Util.Padding import unpad

    cipher = AES.new(key_of("password"), AES.MODE_ECB)
    plain = unpad(cipher.decrypt(Path(sealed).read_bytes()), 16)
    Path(f"{folder}.tar.gz").write_bytes(plain)
    with tarfile.open(f"{folder}.tar.gz", "r:gz") as archive:
        archive.extractall(folder, filter="tar")


def sources(path: str) -> None:
    from elftools.elf.elffile import ELFFile

    found = set()
    with Path(path).open("rb") as file:
        dwarf = ELFFile(file).get_dwarf_info()
        for unit in dwarf.iter_CUs():
            program = dwarf.line_program_for_CU(unit)
            if program is None:
                continue
            folders = program["include_directory"]
            for entry in program["file_entry"]:
                folder = folders[entry.dir_index] if entry.dir_index < len(folders) else b""
                found.add(folder + b"/" + entry.name)
    print(len(found))


def main() -> None:
    verb, *words = sys.argv[1:]
    if verb == "pack":
        pack(words[0], words[1:])
    else:
        {"seal": seal, "unpack": unpack, "sources": sources}[verb](*words)


if __name__ == "__main__":
    main()
