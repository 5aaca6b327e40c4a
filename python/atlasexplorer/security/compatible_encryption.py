"""Both directions and both formats of the envelopes."""

from __future__ import annotations

from atlasexplorer import _core
from atlasexplorer.security.encryption import SecureEncryption, _encryption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atlasexplorer.security.encryption import Path


class CompatibleEncryption(SecureEncryption):
    """Encrypts as the newer backend expects it (v2), decrypts either format.

    Detection without a key is a guess, and named so: what is decrypted is decided by the key.
    """

    FORMAT_LEGACY_HYBRID = "legacy_hybrid"
    FORMAT_NEW_HYBRID = "new_hybrid"
    FORMAT_LEGACY_PASSWORD = "legacy_password"
    FORMAT_NEW_PASSWORD = "new_password"

    def __init__(self, verbose: bool = True) -> None:
        super().__init__(verbose)

    def hybrid_decrypt_file(self, private_key_pem: str | bytes, input_file: Path) -> None:
        """Decrypts with an RSA private key."""
        _encryption(lambda: _core.unseal(input_file, input_file, private_key_pem))

    def encrypt_file_with_password(self, src_file_path: Path, password: str | bytes) -> None:
        """Encrypts with a password (v2)."""
        _encryption(lambda: _core.seal_with_password(src_file_path, src_file_path, password, 2))

    def _detect_hybrid_format(self, path: Path) -> str | None:
        names = (None, self.FORMAT_LEGACY_HYBRID, self.FORMAT_NEW_HYBRID)
        return names[_core.guess_sealed(path)]

    def _detect_password_format(self, path: Path) -> str | None:
        names = (None, self.FORMAT_LEGACY_PASSWORD, self.FORMAT_NEW_PASSWORD)
        return names[_core.guess_with_password(path)]
