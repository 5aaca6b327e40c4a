"""Who names which library, which system header, and the keywords of exceptions."""

from __future__ import annotations

import re
from pathlib import Path

import tree

PRODUCT = ("lib", "capi", "cli", "gateway")

# Headers of a library, and the one folder that may include them.
LIBRARIES = [
    (re.compile(r"curl/"), "lib/net/"),
    (re.compile(r"mbedtls/|psa/"), "lib/crypto/mbedtls/"),
    (re.compile(r"openssl/"), "lib/crypto/openssl/"),
    (re.compile(r"cjson/|cJSON"), "lib/codec/"),
    (re.compile(r"zlib\.h|zconf\.h|libdeflate\.h|zstd\.h|isa-l/"), "lib/codec/"),
    (re.compile(r"microhttpd|sqlite3"), "gateway/"),
    (re.compile(r"libsecret/"), "lib/config/"),
    (re.compile(r"elf/elf\+\+"), "capi/files/libelfin.hpp"),
]
ONE_FILE = re.compile(r"curl/")

SYSTEM = re.compile(
    r"(?:sys|linux|asm|arpa|netinet|net)/|(?:unistd|fcntl|dirent|pwd|grp|poll|netdb|signal|pthread"
    r"|sched|spawn|termios|glob|ftw|syslog|windows|io|direct)\.h$"
)
# Nothing outside the process sees them: memory of many pages, and threads, which
# std::thread cannot refuse without an exception.
MAY_CALL = {
    "lib/base/pages.cpp",
    "lib/codec/threads/thread.cpp",
    "lib/codec/threads/thread.hpp",
}
EXCEPTIONS = re.compile(r"\b(?:throw|try|catch)\b")
MAY_THROW = {
    "lib/base/memory/operators.cpp",
    "lib/include/atlasexplorer/throwing.hpp",
    "capi/boundary.hpp",
    "capi/files/libelfin.hpp",  # compiled by programs that use libelfin, which throws
}

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def check_include(name: str, header: str, is_ours: bool) -> str | None:
    for pattern, folder in LIBRARIES:
        if pattern.match(header) and not name.startswith(folder):
            return f"only {folder} names <{header}>"
    is_core = name.startswith(("lib/", "capi/")) and not name.startswith("lib/os/")
    if is_core and name not in MAY_CALL and not is_ours and SYSTEM.match(header):
        return f"only lib/os/ makes system calls (<{header}>)"
    return None


def check_file(name: str, text: str) -> list[str]:
    found = []
    for number, line in tree.numbered(tree.code(text, keep_strings=True)):
        match = _INCLUDE.match(line)
        if match and (fault := check_include(name, match[2], match[1] == '"')):
            found.append(f"{name}:{number}: {fault}")
    if name not in MAY_THROW:
        lines = tree.numbered(tree.code(text))
        found += [f"{name}:{n}: exceptions" for n, line in lines if EXCEPTIONS.search(line)]
    return found


def check(root: Path) -> list[str]:
    found = []
    single = []
    for path in tree.sources(root, *PRODUCT):
        name, text = tree.relative(path, root), path.read_text("utf-8")
        found += check_file(name, text)
        headers = (_INCLUDE.match(line) for _, line in tree.numbered(text))
        if any(match and ONE_FILE.match(match[2]) for match in headers):
            single.append(name)
    if len(single) > 1:
        found.append(f"libcurl is named in more than one file: {', '.join(single)}")
    return found


BAD = {
    "lib/net/a.cpp": "#include <curl/curl.h>\n",
    "lib/net/b.cpp": "#include <curl/curl.h>\n",
    "lib/cloud/c.cpp": '#include <mbedtls/aes.h>\n#include <sys/stat.h>\n#include "net/url.h"\n',
    "lib/os/d.cpp": "#include <sys/stat.h>\n#include <unistd.h>\n",
    "lib/codec/e.cpp": "#include <zlib.h>\n#include <cjson/cJSON.h>\n#include <microhttpd.h>\n",
    "gateway/f.cpp": "#include <microhttpd.h>\n#include <unistd.h>\n",
    "lib/job/g.cpp": 'void g() { try { h(); } catch (...) {} }  // throw\nauto s = "throw";\n',
    "lib/include/atlasexplorer/throwing.hpp": "throw 1;\n",
}
EXPECTED = [
    "libcurl is named in more than one file: lib/net/a.cpp, lib/net/b.cpp",
    "lib/cloud/c.cpp:1: only lib/crypto/",
    "lib/cloud/c.cpp:2: only lib/os/",
    "lib/codec/e.cpp:3: only gateway/",
    "lib/job/g.cpp:1: exceptions",
]

if __name__ == "__main__":
    tree.main(check, BAD, EXPECTED)
