"""Brings encrypted files from the first format to the second."""

from __future__ import annotations

import glob
import os
import shutil

from atlasexplorer import _core
from atlasexplorer.exceptions import AtlasExplorerError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Path = str | os.PathLike[str]


class EncryptionMigrator:
    """Encrypts files anew that the old format (v1) protects with a password.

    A hybrid file, made for a public key, can be read by the holder of its private key only, and is
    left alone.

    :param backup: keeps the file as it was beside it, with ``.backup`` at the end of its name.
    """

    def __init__(self, verbose: bool = True, backup: bool = True) -> None:
        self.verbose = verbose
        self.backup = backup

    def migrate_file(
        self, path: Path, password: str | None = None, public_key_pem: str | None = None
    ) -> bool:
        """True if the file is in the new format afterwards; else a printed line tells why."""
        name = os.fspath(path)
        if password is None:
            self._say(f"{name}: a password is needed to read it")
            return False
        part = f"{name}.plain"
        try:
            if _core.unseal_with_password(name, part, password) == 1:
                self._replace(name, part, password, public_key_pem)
        except AtlasExplorerError as error:
            self._say(f"{name}: {error.message}")
            return False
        finally:
            if os.path.exists(part):
                os.remove(part)
        self._say(f"{name}: is in the new format")
        return True

    def migrate_directory(
        self,
        directory: Path,
        file_pattern: str = "*.enc",
        password: str | None = None,
        public_key_pem: str | None = None,
    ) -> dict[str, Any]:
        """Migrates the files that the pattern names: ``total``, ``migrated``, ``failed``."""
        done = {
            path: self.migrate_file(path, password, public_key_pem)
            for path in _files(directory, file_pattern)
        }
        failed = [path for path, is_done in done.items() if not is_done]
        return {"total": len(done), "migrated": len(done) - len(failed), "failed": failed}

    def analyze_file(self, path: Path) -> dict[str, Any]:
        """``file``, ``size`` in bytes, and what its formats would be as a hybrid and as a password
        file: 1, 2, or 0 for neither. Without a key both are guesses."""
        return {
            "file": os.fspath(path),
            "size": os.path.getsize(path),
            "hybrid_version": _core.guess_sealed(path),
            "password_version": _core.guess_with_password(path),
        }

    def analyze_directory(
        self, directory: Path, file_pattern: str = "*.enc"
    ) -> list[dict[str, Any]]:
        """:meth:`analyze_file` of the files that the pattern names, sorted."""
        return [self.analyze_file(path) for path in _files(directory, file_pattern)]

    def cleanup_backups(self, directory: Path, backup_pattern: str = "*.backup") -> int:
        """Removes backups; returns how many."""
        found = _files(directory, backup_pattern)
        for path in found:
            os.remove(path)
        return len(found)

    def _replace(self, path: str, plain: str, password: str, public_key_pem: str | None) -> None:
        if self.backup:
            shutil.copy2(path, f"{path}.backup")
        if public_key_pem is None:
            _core.seal_with_password(plain, path, password, 2)
        else:
            _core.seal(plain, path, public_key_pem, 2)

    def _say(self, line: str) -> None:
        if self.verbose:
            print(line)


def _files(directory: Path, pattern: str) -> list[str]:
    found = glob.glob(
        os.path.join(glob.escape(os.fspath(directory)), "**", pattern), recursive=True
    )
    return sorted(path for path in found if os.path.isfile(path))
