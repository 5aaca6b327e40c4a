"""The binary interface against the baseline that is kept in tests/abi: it may grow, no more.

What is compared is a library of empty functions made of the headers and the version script, once
for each host: that holds all types that a caller sees. The real library must have all its symbols.

  abi.py --accept        writes the baseline anew, of all hosts whose compiler is here
  abi.py                 compares, on the host of --cc and --host
  abi.py --self-check    breaks the headers in several ways; each must be seen
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import declarations

ROOT = Path(__file__).parents[3]
HEADERS = ROOT / "capi/include"
MAP = ROOT / "capi/exports.map"
BASELINE = ROOT / "tests/abi"
FIRST_HEADER = BASELINE / "header-4.0.txt"
CONSTANTS = BASELINE / "constants.txt"
DECLARATIONS = BASELINE / "declarations.txt"
SONAME = "libatlasexplorer.so.4"

_INCLUDE = re.compile(r'^#include "atlasexplorer/\w+\.h"\n', re.M)
_ENUMERATOR = re.compile(r"^\s+(AEX_[A-Z0-9_]+) = ([^,/\s}]+)", re.M)
_OUTER_INCLUDE = re.compile(r'#include "(atlasexplorer/\w+\.h)"')

BREAKAGES = [
    ("a field in between", "client.h", "aex_backend backend;", "int64_t n; aex_backend backend;"),
    ("a field's type", "client.h", "uint64_t max_workload_bytes;", "uint32_t max_workload_bytes;"),
    ("fields in another order", "transport.h", "  aex_http_perform perform;", ""),
    ("a parameter's type", "job.h", "const char* directory", "const void* directory"),
    ("one parameter fewer", "report.h", "const char* path, aex_error** error", "aex_error** error"),
    ("a result's type", "core.h", "AEX_API int32_t aex_core_xlen", "AEX_API int64_t aex_core_xlen"),
    ("a hook's type", "progress.h", "int32_t (*aex_progress_hook)", "int64_t (*aex_progress_hook)"),
    ("a code's number", "error.h", "AEX_E_TIMEOUT = 40", "AEX_E_TIMEOUT = 41"),
    ("a function gone", "client.h", "AEX_API void aex_client_free(aex_client* client);", ""),
    ("the last number of a list", "files.h", "AEX_HOT_FOLDED = 2", "AEX_HOT_FOLDED = 3"),
    ("a number's name", "files.h", "AEX_HOT_FOLDED", "AEX_HOT_STACKS"),
    ("a field's name", "client.h", "uint64_t max_run_ms;", "uint64_t max_run_time_ms;"),
    ("a parameter's const", "job.h", "const char* directory", "char* directory"),
    ("a result's const", "client.h", "const char* aex_client_backend", "char* aex_client_backend"),
    ("a hook's const", "hooks.h", "const char* text, void* payload", "char* text, void* payload"),
    ("a table's hook", "hooks.h", "(void* out, size_t bytes,", "(void* out, uint64_t bytes,"),
    (
        "a type that is as wide",
        "transport.h",
        "API size_t aex_http_request_he",
        "API uint64_t aex_http_request_he",
    ),
    (
        "a default",
        "client.h",
        "sizeof(aex_client_options), 0, AEX_BACKEND_CLOUD",
        "sizeof(aex_client_options), 0, AEX_BACKEND_LOCAL",
    ),
    ("a default that is told", "client.h", "0: 10 s */", "0: 20 s */"),
    ("a macro gone", "hooks.h", "#define AEX_HOOKS_INIT", "#define AEX_HOOKS_INITIALIZER"),
    ("the first number of the version", "conventions.h", "VERSION_MAJOR 4", "VERSION_MAJOR 5"),
    (
        "how versions are numbered",
        "conventions.h",
        "(AEX_VERSION_MAJOR * 1000000",
        "(AEX_VERSION_MAJOR * 100000",
    ),
    ("a structure's alignment", "hooks.h", "} aex_hooks;", "} __attribute__((packed)) aex_hooks;"),
    ("a type's sign", "hooks.h", "typedef int32_t aex_log_level", "typedef uint32_t aex_log_level"),
    (
        "a parameter more",
        "client.h",
        "aex_client_free(aex_client* client",
        "aex_client_free(aex_client* client, int how",
    ),
    (
        "two parameters of one type",
        "files.h",
        "path, const char* out_path",
        "out_path, const char* path",
    ),
    (
        "a structure's packing",
        "hooks.h",
        "typedef struct aex_hooks",
        "#pragma pack(1)\ntypedef struct aex_hooks",
    ),
    ("what C++ calls it", "report.h", 'extern "C" {', ""),
    ("a function for some", "core.h", "AEX_API size_t", "#ifdef AEX_MORE\n#endif\nAEX_API size_t"),
    (
        "a function inline",
        "core.h",
        "AEX_API int32_t aex_core_xlen",
        "static inline int32_t aex_core_xlen",
    ),
    ("how functions are found", "conventions.h", "visibility", "weak, visibility"),
    ("a default among others", "job.h", "0: 1,800,000 ms", "0: 900,000 ms"),
    ("a number that another had", "job.h", "AEX_JOB_READY = 2", "AEX_JOB_READY = 1"),
    (
        "a hook's parameters",
        "hooks.h",
        "const char* text, void*",
        "const char* text, size_t n, void*",
    ),
    ("an opaque type", "conventions.h", "typedef struct aex_report", "typedef void"),
]
# What has to stay possible: a later version's header.
GROWTHS = [
    (
        "a field at the end",
        "client.h",
        "} aex_client_options;",
        "  uint64_t more;\n} aex_client_options;",
    ),
    (
        "and its default",
        "client.h",
        "AEX_ISOLATION_AUTOMATIC, 0  ",
        "AEX_ISOLATION_AUTOMATIC, 0, 0  ",
    ),
    ("a number more", "hooks.h", "AEX_LOG_DEBUG = 4,", "AEX_LOG_DEBUG = 4,\n  AEX_LOG_TRACE = 5,"),
    ("a parameter's name", "job.h", "const char* directory", "const char* folder"),
    ("a minor version", "conventions.h", "VERSION_MINOR 0", "VERSION_MINOR 1"),
    ("a comment", "client.h", "of memory that a local run may use", "of memory for a local run"),
]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True)


def made(*command: str) -> None:
    done = run(*command)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def stub(headers: Path) -> str:
    text = '#include "atlasexplorer/atlasexplorer.h"\n'
    for function in declarations.functions(headers):
        parameters = ", ".join(function.parameters) or "void"
        body = "" if function.returns == "void" else " return 0; "
        text += f"{function.returns} {function.name}({parameters}) {{{body}}}\n"
    return text


def describe(headers: Path, cc: str, out: Path) -> None:
    """Writes the interface of the headers on the host of `cc`."""
    source, library = out.with_suffix(".c"), out.with_suffix(".so")
    source.write_text(stub(headers), encoding="utf-8")
    made(
        cc,
        "-std=c99",
        "-g",
        "-shared",
        "-fPIC",
        "-nostdlib",
        f"-fdebug-prefix-map={out.parent}=.",
        f"-I{headers}",
        f"-Wl,--version-script={MAP}",
        f"-Wl,-soname,{SONAME}",
        "-o",
        str(library),
        str(source),
    )
    quiet = ["--no-show-locs", "--no-corpus-path", "--no-comp-dir-path"]
    made("abidw", *quiet, "--out-file", str(out), str(library))


def constants(headers: Path) -> dict[str, str]:
    text = "".join(path.read_text("utf-8") for path in declarations.sources(headers))
    return dict(_ENUMERATOR.findall(text))


def one_header(headers: Path) -> str:
    """All headers in one, each after those that it includes."""
    parts: list[str] = []
    seen: set[str] = set()

    def add(name: str) -> None:
        if name in seen:
            return
        seen.add(name)
        text = (headers / name).read_text("utf-8")
        for inner in _OUTER_INCLUDE.findall(text):
            add(inner)
        parts.append(_INCLUDE.sub("", text))

    add("atlasexplorer/atlasexplorer.h")
    return "".join(parts)


def told(path: Path, separator: str) -> dict[str, str]:
    lines = path.read_text("utf-8").splitlines()
    return {name: value for name, _, value in (line.partition(separator) for line in lines)}


def is_kept(name: str, text: str, now: str) -> bool:
    if name.startswith("order "):  # a name may change, but not move to where another was
        was, has = text.split(), now.split()
        return not any(n in was and n != old for n, old in zip(has, was))
    may_grow = name.startswith("structure ") or name.endswith("_INIT")
    return now == text or (may_grow and now.startswith(text))


def broken_promises(headers: Path) -> list[str]:
    """What the source of a caller would meet, and libabigail does not tell."""
    now, known = constants(headers), told(CONSTANTS, " ")
    found = [f"{name} was {value}" for name, value in known.items() if now.get(name) != value]
    now, known = declarations.promises(headers), told(DECLARATIONS, ": ")
    for name, text in known.items():
        if not is_kept(name, text, now.get(name, "")):
            found.append(f"{name} was {text}\n{' ' * len(name)} is  {now.get(name)}")
    return found


def faults(headers: Path, cc: str, host: str, work: Path) -> list[str]:
    found = broken_promises(headers)
    current = work / "current.abi"
    describe(headers, cc, current)
    done = run("abidiff", "--no-added-syms", str(BASELINE / f"{host}.abi"), str(current))
    return found + ([done.stdout + done.stderr] if done.returncode else [])


def other_name(library: Path) -> list[str]:
    """Programs ask for the library by the name that it had when they were linked."""
    told_name = re.search(r"\(SONAME\).*\[(.*)\]", run("readelf", "-d", str(library)).stdout)
    name = told_name[1] if told_name else "none"
    return [] if name == SONAME else [f"{library.name} has the SONAME {name}, not {SONAME}"]


def missing_symbols(nm: str, library: Path, host: str) -> list[str]:
    listed = run(nm, "-D", "--defined-only", "--extern-only", str(library)).stdout
    has = {line.split()[-1].replace("@@", "@") for line in listed.splitlines()}
    text = (BASELINE / f"{host}.abi").read_text("utf-8")
    symbols = re.findall(r"<elf-symbol name='(\w+)' version='([^']+)'", text)
    if not symbols:
        return [f"{host}.abi names no symbols"]
    return [f"{library.name} lacks {n}@{v}" for n, v in symbols if f"{n}@{v}" not in has]


def accept(work: Path) -> None:
    BASELINE.mkdir(exist_ok=True)
    hosts = {path.stem: f"{path.stem}-gcc" for path in ROOT.glob("toolchains/*-linux-*.cmake")}
    for host, cc in {"x86_64-linux-gnu": "gcc", **hosts}.items():
        if shutil.which(cc) is None:
            print(f"left as it is, {cc} is missing: {host}")
            continue
        describe(HEADERS, cc, work / f"{host}.abi")
        shutil.copy(work / f"{host}.abi", BASELINE)
    lines = [f"{name} {value}\n" for name, value in constants(HEADERS).items()]
    CONSTANTS.write_text("".join(lines), encoding="utf-8")
    lines = [f"{name}: {text}\n" for name, text in declarations.promises(HEADERS).items()]
    DECLARATIONS.write_text("".join(lines), encoding="utf-8")
    FIRST_HEADER.write_text(one_header(HEADERS), encoding="utf-8")


def changed(name: str, old: str, new: str, folder: Path) -> str:
    """Copies the headers with one change; says what hinders it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HEADERS, folder)
    path = folder / "atlasexplorer" / name
    text = path.read_text("utf-8")
    if old == BREAKAGES[2][2]:  # fields in another order: it comes again at the end
        end = "  void* payload;\n} aex_transport;"
        text = text.replace(end, end.replace("}", f"{old}\n}}"))
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return "" if old in text else f"{name} holds no {old!r}"


def self_check(cc: str, host: str, work: Path) -> list[str]:
    missed: list[str] = []
    for what, name, old, new in BREAKAGES:
        missed += filter(None, [changed(name, old, new, work / "broken")])
        if not faults(work / "broken", cc, host, work):
            missed.append(f"not seen: {what}")
    for what, name, old, new in GROWTHS:
        missed += filter(None, [changed(name, old, new, work / "grown")])
        missed += [f"not allowed: {what}: {line}" for line in broken_promises(work / "grown")]
    return missed


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--host", default="x86_64-linux-gnu")
    parser.add_argument("--nm", default="nm")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--self-check", action="store_true")
    options = parser.parse_args()
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if options.accept:
            accept(work)
        elif options.self_check:
            found = self_check(options.cc, options.host, work)
        else:
            found = faults(HEADERS, options.cc, options.host, work)
            if options.library is not None:
                found += other_name(options.library)
                found += missing_symbols(options.nm, options.library, options.host)
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
