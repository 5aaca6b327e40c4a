"""No secret in the project's files: private keys, tokens of known services, API keys."""

from __future__ import annotations

import re
from pathlib import Path

import tree

# The marks are put together here so that this file has none of them.
MARKS = {
    "a private key": re.compile(
        r"-----BEGIN (?:[A-Z]+ )*PRIVATE" + r" KEY-----(?:\s*$|(?:\\n|\"|\s)*[A-Za-z0-9+/]{6})"
    ),
    "a key of AWS": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of GitHub": re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{22,})\b"),
    "a token of GitLab": re.compile(r"\bglpat-[0-9A-Za-z_-]{20}"),
    "a token of PyPI": re.compile(r"\bpypi-Ag[0-9A-Za-z_-]{50,}"),
    "a token of Slack": re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{20,}"),
    "a key of Google": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "a signed token": re.compile(
        r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{20,}"
    ),
    "a signed address": re.compile(r"X-Amz-Signature=[0-9a-f]{64}"),
    "a login in an address": re.compile(
        r"https?://[^\s/:@{}<>\"']+:[^\s/@{}<>\"']{8,}@(?!127\.|localhost)"
    ),
    "an API key": re.compile(
        r"(?i)api_?-?key[\"']?\s*[:=]\s*[\"'][0-9a-z]*[0-9][0-9a-z]{23,}[\"']"
    ),
}
# Keys that were made for a test and open nothing; each is named.
OF_TESTS = {"tests/crypto/vectors.hpp"}
LARGEST_BYTES = 4 << 20


def check(root: Path) -> list[str]:
    found = []
    for path in tree.walk(root):
        name = tree.relative(path, root)
        if name in OF_TESTS or path.is_symlink() or path.stat().st_size > LARGEST_BYTES:
            continue
        for number, line in tree.numbered(path.read_bytes().decode("latin-1")):
            found += [
                f"{name}:{number}: {what}" for what, mark in MARKS.items() if mark.search(line)
            ]
    return found


BAD = {
    "lib/a.cpp": 'const char* kKey = "-----BEGIN RSA PRIVATE' + ' KEY-----\\nMIIEpA";\n',
    "docs/b.md": "AKIA" + "IOSFODNN7EXAMPLE\n",
    "python/c.py": 'api_key = "' + "0a1b2c3d" * 4 + '"\n',
    "d.sh": "curl https://me:" + "long-password@example.org/\n",
    "e.txt": "ghp" + "_" + "a1" * 18 + "\n",
}
EXPECTED = [
    "lib/a.cpp:1: a private key",
    "docs/b.md:1: a key of AWS",
    "python/c.py:1: an API key",
    "d.sh:1: a login in an address",
    "e.txt:1: a token of GitHub",
]

if __name__ == "__main__":
    tree.main(check, BAD, EXPECTED)
