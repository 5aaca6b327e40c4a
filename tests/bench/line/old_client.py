"""The stages of the old Python client, re-created from how it behaves, with its libraries.

Files are read whole, archives are made by tarfile at its highest level, packages are encrypted with
AES-GCM and results with AES-ECB under a key of scrypt, and sources come from pyelftools. A run
sleeps two seconds before each look at its status.

    old_client.py pack OUT FILE... | seal PLAIN OUT | unpack SEALED FOLDER | sources FILE
    old_client.py run URL API_KEY CORE FILE FOLDER | import
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tarfile
import time
import uuid
from pathlib import Path
from typing import Any


def pack(out: str, names: list[str]) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pack_for(pem, out, names)


def pack_for(pem: bytes, out: str, names: list[str]) -> None:
    from Crypto.Cipher import AES
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    with tarfile.open(f"{out}.tar.gz", "w:gz") as archive:
        for name in names:
            archive.add(name, arcname=Path(name).name)
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


def unpack(sealed: str, folder: str, password: str = "password") -> None:
    from Crypto.Cipher import AES
    from Crypto.Util.Padding import unpad

    cipher = AES.new(key_of(password), AES.MODE_ECB)
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


def run(url: str, api_key: str, core: str, path: str, folder: str) -> None:
    import requests

    def ask(method: str, url: str, **headers: str) -> dict[str, Any]:
        answer = requests.request(method, url, headers={"apikey": api_key, **headers}).json()
        return answer if isinstance(answer, dict) else answer[0]

    place = {"channel": "development", "region": "us-west-2"}
    gateway = ask("GET", f"{url}/gwbychannelregion", **place)["endpoint"]
    cores = ask("GET", f"{gateway}/cloudcaps")["shinro"]["arches"]
    ask("GET", f"{gateway}/dataworkerstatus", **place)
    date = time.strftime("%y%m%d_%H%M%S")
    name, run_id, otp = Path(folder).name, f"{date}_{uuid.uuid4()}", os.urandom(16).hex()
    target = Path(folder)
    target.mkdir(parents=True)
    config = config_of(name, core, run_id, path)
    config |= {"date": date, "apikey": api_key, "otp": otp}
    config["arch"] = next(entry for entry in cores if entry["name"] == core)
    (target / "config.json").write_text(json.dumps(config, indent=4))
    wishes = {"exp-uuid": run_id, "workload": name, "core": core, "action": "experiment"}
    urls = ask("POST", f"{gateway}/createsignedurls", channel=place["channel"], **wishes)
    package = str(target / "workload.exp")
    pack_for(urls["publicKey"].encode(), package, [str(target / "config.json"), path])
    binary = {"Content-Type": "application/octet-stream"}
    requests.put(urls["exppackageurl"], data=Path(package).read_bytes(), headers=binary)
    status: dict[str, Any] = {}
    for _ in range(10):
        time.sleep(2)
        answer = requests.get(urls["statusget"])
        status = answer.json() if answer.ok and answer.content[:1] == b"{" else {}
        if status.get("code", 100) != 100:
            break
    sealed = target / "result"
    sealed.write_bytes(requests.get(status["metadata"]["result"]["url"]).content)
    unpack(str(sealed), f"{folder}/{name}", otp)
    print(next(target.rglob("summary.json")))


def config_of(name: str, core: str, run_id: str, path: str) -> dict[str, Any]:
    elf = Path(path).name
    stem = elf.removesuffix(".elf")
    kinds = {"summary": "", "inst_counts": f"{stem}_Instruction_Counts"}
    reports = [
        {
            "startDate": "",
            "reportUUID": f"{run_id}",
            "expUUID": run_id,
            "core": core,
            "elfFileName": elf if report else "",
            "zstfFileName": f"{elf}.zstf" if report else "",
            "reportName": report,
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
        for kind, report in kinds.items()
    ]
    return {
        "name": name,
        "core": core,
        "workload": [{"elf": path, "zstf": ""}],
        "uuid": run_id,
        "toolsVersion": "latest",
        "timeout": 300,
        "pluginVersion": "0.0.97",
        "compiler": "",
        "compilerFlags": "",
        "numRegions": 0,
        "reports": reports,
        "heartbeat": "104723",
        "iss": "esesc",
        "geolocation": {},
        "version": "1.0.0",
        "clientType": "python",
    }


def import_all() -> None:
    """What the old client imports when it is imported."""
    for name in (
        "Crypto.Cipher.AES",
        "InquirerPy",
        "cryptography.hazmat.primitives.asymmetric.padding",
        "cryptography.hazmat.primitives.ciphers",
        "cryptography.hazmat.primitives.kdf.scrypt",
        "cryptography.hazmat.primitives.serialization",
        "dotenv",
        "elftools.elf.elffile",
        "requests",
    ):
        importlib.import_module(name)


def main() -> None:
    verb, *words = sys.argv[1:]
    if verb == "pack":
        pack(words[0], words[1:])
    elif verb == "run":
        run(*words)
    elif verb == "import":
        import_all()
    elif verb == "seal":
        seal(*words)
    elif verb == "unpack":
        unpack(*words)
    else:
        sources(*words)


if __name__ == "__main__":
    main()
