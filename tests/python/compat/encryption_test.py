"""The envelopes as files, in both formats and both directions."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest
from atlasexplorer import Experiment, _core
from atlasexplorer.exceptions import EncryptionError
from atlasexplorer.migration import EncryptionMigrator
from atlasexplorer.security import CompatibleEncryption, SecureEncryption

PLAIN = bytes(range(256)) * 300 + b"end"
Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    """A private and a public key as PEM."""
    made = ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    private = subprocess.run(made, capture_output=True, text=True, check=True).stdout
    public = subprocess.run(
        ["openssl", "pkey", "-pubout"], input=private, capture_output=True, text=True, check=True
    ).stdout
    return private, public


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.bin"
    path.write_bytes(PLAIN)
    return path


def test_hybrid_both_ways(keys: tuple[str, str], plain: Path, capsys: Output) -> None:
    private, public = keys
    compatible = CompatibleEncryption()
    for encryption in (SecureEncryption(), SecureEncryption(use_legacy_only=True)):
        encryption.hybrid_encrypt_file(public, plain)
        assert PLAIN[:64] not in plain.read_bytes()
        assert stat.S_IMODE(plain.stat().st_mode) == 0o600
        if not encryption.use_legacy_only:
            assert compatible._detect_hybrid_format(plain) == compatible.FORMAT_NEW_HYBRID
        compatible.hybrid_decrypt_file(private.encode(), plain)
        assert plain.read_bytes() == PLAIN
    assert capsys.readouterr().out.count("File encrypted using hybrid approach.\n") == 2


def test_legacy_hybrid_is_what_the_one_file_client_sent(keys: tuple[str, str], plain: Path) -> None:
    experiment = Experiment("exp", None, verbose=False)
    experiment._Experiment__hybrid_encrypt(keys[1], str(plain))
    assert _core.unseal(plain, plain, keys[0]) == 1
    SecureEncryption(False)._legacy_hybrid_encrypt_file(keys[1], plain)
    assert _core.unseal(plain, plain, keys[0]) == 1
    assert plain.read_bytes() == PLAIN


@pytest.mark.parametrize("password", ["otp", "\x00ÿ mixed", b"\x00\xff"])
@pytest.mark.parametrize("version", [1, 2])
def test_password_both_ways(version: int, password: str | bytes, plain: Path) -> None:
    _core.seal_with_password(plain, plain, password, version)
    assert PLAIN[:64] not in plain.read_bytes()
    SecureEncryption(False).decrypt_file(plain, password)
    assert plain.read_bytes() == PLAIN


def test_password_by_the_experiment(plain: Path) -> None:
    CompatibleEncryption(False).encrypt_file_with_password(plain, "otp")
    Experiment("exp", None)._Experiment__decrypt_file_with_password(str(plain), "otp")
    assert plain.read_bytes() == PLAIN


def test_password_formats(tmp_path: Path) -> None:
    compatible = CompatibleEncryption(False)
    path = tmp_path / "x"
    for size, name in ((0, None), (15, None), (32, "legacy_password"), (44, "new_password")):
        path.write_bytes(bytes(size))
        assert compatible._detect_password_format(path) == name
    assert compatible._detect_hybrid_format(path) is None
    path.write_bytes(bytes(600))
    assert compatible._detect_hybrid_format(path) == compatible.FORMAT_LEGACY_HYBRID


def test_a_failure_leaves_the_file_alone(keys: tuple[str, str], plain: Path) -> None:
    before = plain.read_bytes()
    encryption = CompatibleEncryption(False)
    for act, key, path in (
        (encryption.hybrid_encrypt_file, "no key", plain),
        (encryption.hybrid_decrypt_file, keys[0], plain),
        (encryption.hybrid_decrypt_file, keys[1], plain),
        (encryption.hybrid_decrypt_file, keys[0], plain.parent / "gone"),
    ):
        with pytest.raises(EncryptionError):
            act(key, path)
    with pytest.raises(EncryptionError):
        encryption.decrypt_file(plain, "otp")
    assert plain.read_bytes() == before
    assert not list(plain.parent.glob("*.part"))


def test_an_unknown_version_is_refused(keys: tuple[str, str], plain: Path) -> None:
    with pytest.raises(ValueError, match="no version 3"):
        _core.seal(plain, plain, keys[1], 3)
    with pytest.raises(ValueError, match="no version 0"):
        _core.seal_with_password(plain, plain, "x", 0)


def test_salt_and_deletion(plain: Path) -> None:
    encryption = SecureEncryption(False)
    assert len(encryption.generate_salt()) == 16
    assert encryption.generate_salt() != encryption.generate_salt()
    link = plain.parent / "link"
    os.link(plain, link)
    encryption.secure_delete(plain)
    assert not plain.exists()
    assert len(link.read_bytes()) == len(PLAIN)
    assert link.read_bytes() != PLAIN


def test_migration_of_files(tmp_path: Path, keys: tuple[str, str], capsys: Output) -> None:
    folder = tmp_path / "old"
    (folder / "deep").mkdir(parents=True)
    for name in ("a.enc", "deep/b.enc"):
        (folder / name).write_bytes(PLAIN)
        _core.seal_with_password(folder / name, folder / name, "otp", 1)
    (folder / "c.enc").write_bytes(b"rubbish")
    migrator = EncryptionMigrator()
    assert migrator.analyze_file(folder / "c.enc")["password_version"] == 0
    assert len(migrator.analyze_directory(folder)) == 3
    assert migrator.migrate_directory(folder, password="otp") == {
        "total": 3, "migrated": 2, "failed": [str(folder / "c.enc")],
    }  # fmt: skip
    assert _core.unseal_with_password(folder / "a.enc", folder / "a.enc", "otp") == 2
    assert (folder / "a.enc").read_bytes() == PLAIN
    assert _core.unseal_with_password(folder / "a.enc.backup", tmp_path / "a", "otp") == 1
    assert migrator.migrate_file(folder / "deep/b.enc", "otp") is True
    assert migrator.migrate_file(folder / "deep/b.enc") is False
    assert migrator.cleanup_backups(folder) == 2
    assert "a password is needed" in capsys.readouterr().out
    quiet = EncryptionMigrator(verbose=False, backup=False)
    _core.seal_with_password(tmp_path / "a", tmp_path / "a", "otp", 1)
    assert quiet.migrate_file(tmp_path / "a", "otp", keys[1])
    assert _core.unseal(tmp_path / "a", tmp_path / "a", keys[0]) == 2
    assert (tmp_path / "a").read_bytes() == PLAIN
    assert not (tmp_path / "a.backup").exists()
