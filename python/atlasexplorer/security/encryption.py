"""The envelopes of packages and results, under the names of the refactored client."""

from __future__ import annotations

import os

from atlasexplorer import _core
from atlasexplorer.exceptions import AtlasExplorerError, EncryptionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Path = str | os.PathLike[str]
    Result = TypeVar("Result")

_SALT_BYTES = 16


class SecureEncryption:
    """Encrypts and decrypts files in place: each is replaced in one step, or stays as it was.

    :param use_legacy_only: encrypts in the format of the one-file client (v1).

    Every method raises :class:`EncryptionError`.
    """

    def __init__(self, verbose: bool = True, use_legacy_only: bool = False) -> None:
        self.verbose = verbose
        self.use_legacy_only = use_legacy_only

    def hybrid_encrypt_file(self, public_key_pem: str | bytes, input_file: Path) -> None:
        """Encrypts for the holder of an RSA key."""
        self._seal(public_key_pem, input_file, 1 if self.use_legacy_only else 2)

    def decrypt_file_with_password(self, src_file_path: Path, password: str | bytes) -> None:
        """Decrypts a result, in either format."""
        _encryption(lambda: _core.unseal_with_password(src_file_path, src_file_path, password))

    decrypt_file = decrypt_file_with_password
    _legacy_decrypt_file_with_password = decrypt_file_with_password

    def generate_salt(self) -> bytes:
        """16 random bytes."""
        return os.urandom(_SALT_BYTES)

    def secure_delete(self, path: Path) -> None:
        """Overwrites a file, brings that to the disk and removes it.

        Journals, snapshots and the wear levelling of flash storage may keep a copy.
        """
        with open(path, "r+b") as file:
            left = os.path.getsize(path)
            while left > 0:
                left -= file.write(os.urandom(min(left, 1 << 20)))
            file.flush()
            os.fsync(file.fileno())
        os.remove(path)

    def _legacy_hybrid_encrypt_file(self, public_key_pem: str | bytes, input_file: Path) -> None:
        self._seal(public_key_pem, input_file, 1)

    def _seal(self, public_key_pem: str | bytes, path: Path, version: int) -> None:
        _encryption(lambda: _core.seal(path, path, public_key_pem, version))
        if self.verbose:
            print("File encrypted using hybrid approach.")


def _encryption(act: Callable[[], Result]) -> Result:
    """Does it; a failure of any kind is an :class:`EncryptionError`."""
    try:
        return act()
    except EncryptionError:
        raise
    except AtlasExplorerError as error:
        made = EncryptionError(error.message, error.details)
        made.__dict__.update(error.__dict__)
        raise made from error
