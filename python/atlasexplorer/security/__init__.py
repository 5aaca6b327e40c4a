"""The envelopes of packages and results."""

from atlasexplorer.security.compatible_encryption import (
    CompatibleEncryption as CompatibleEncryption,
)
from atlasexplorer.security.encryption import SecureEncryption as SecureEncryption
