"""Opens packages and seals results, in the formats v1 and v2."""

from __future__ import annotations

import functools
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric import padding as rsa_padding
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from wire import Complaint

OAEP = rsa_padding.OAEP(rsa_padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


@functools.cache
def make_key(bits: int) -> rsa.RSAPrivateKey:
    """The key pair of this process, made when it is first asked for."""
    return rsa.generate_private_key(65537, bits)


def public_pem(key: rsa.RSAPrivateKey) -> str:
    """The public half as SubjectPublicKeyInfo."""
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def _decrypt(
    key: rsa.RSAPrivateKey, wrapped: bytes, iv: bytes, tag: bytes, ciphertext: bytes
) -> bytes:
    try:
        content_key = key.decrypt(wrapped, OAEP)
    except ValueError:
        raise Complaint("the content key does not unwrap with RSA-OAEP (SHA-256)") from None
    if len(content_key) != 32:
        raise Complaint(f"the content key has {len(content_key)} bytes, not 32")
    decryptor = Cipher(algorithms.AES(content_key), modes.GCM(iv, tag)).decryptor()
    try:
        return decryptor.update(ciphertext) + decryptor.finalize()
    except InvalidTag:
        raise Complaint("the package does not pass AES-256-GCM") from None


def _open_v1(key: rsa.RSAPrivateKey, sealed: bytes) -> tuple[bytes, bytes]:
    modulus = key.key_size // 8
    if len(sealed) < 16 + modulus + 16:
        raise Complaint("the package is too short for v1")
    iv, wrapped = sealed[:16], sealed[16 : 16 + modulus]
    tag, ciphertext = sealed[16 + modulus : 32 + modulus], sealed[32 + modulus :]
    return iv, _decrypt(key, wrapped, iv, tag, ciphertext)


def _open_v2(key: rsa.RSAPrivateKey, sealed: bytes) -> tuple[bytes, bytes]:
    modulus = key.key_size // 8
    if len(sealed) < 14 + modulus + 16:
        raise Complaint("the package is too short for v2")
    length = int.from_bytes(sealed[12:14], "big")
    if length != modulus:
        raise Complaint(f"the wrapped key claims {length} bytes, the modulus has {modulus}")
    iv, wrapped = sealed[:12], sealed[14 : 14 + modulus]
    return iv, _decrypt(key, wrapped, iv, sealed[-16:], sealed[14 + modulus : -16])


OPENERS = {"v1": _open_v1, "v2": _open_v2}


def open_package(
    key: rsa.RSAPrivateKey, sealed: bytes, formats: tuple[str, ...]
) -> tuple[bytes, bytes]:
    """The IV and the tar.gz of a package that is in one of `formats`."""
    reasons = []
    for name in OPENERS:
        try:
            opened = OPENERS[name](key, sealed)
        except Complaint as complaint:
            reasons.append(f"{name}: {complaint}")
            continue
        if name not in formats:
            raise Complaint(f"the package is in format {name}, not in {' or '.join(formats)}")
        return opened
    raise Complaint("the package does not open; " + "; ".join(reasons))


def _derive(otp: bytes, salt: bytes, n: int, is_quick: bool) -> bytes:
    if is_quick:  # For tests of hundreds of runs, whose client does the same.
        return hashlib.sha256(salt + otp + str(n).encode()).digest()
    return Scrypt(salt=salt, length=32, n=n, r=8, p=1).derive(otp)


def _seal_v1(otp: bytes, plain: bytes, is_quick: bool) -> bytes:
    key = _derive(otp, b"salt", 16384, is_quick)
    padder = padding.PKCS7(128).padder()
    padded = padder.update(plain) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


def _seal_v2(otp: bytes, plain: bytes, is_quick: bool) -> bytes:
    salt, iv = os.urandom(16), os.urandom(12)
    key = _derive(otp, salt, 32768, is_quick)
    encryptor = Cipher(algorithms.AES(key), modes.GCM(iv)).encryptor()
    ciphertext = encryptor.update(plain) + encryptor.finalize()
    return salt + iv + encryptor.tag + ciphertext


def seal_result(result_format: str, otp: str, plain: bytes, is_quick: bool = False) -> bytes:
    """The encrypted result."""
    return (_seal_v1 if result_format == "v1" else _seal_v2)(otp.encode(), plain, is_quick)
