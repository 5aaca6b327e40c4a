"""Makes a result: reports in the layout and structure of the service, with made-up numbers."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from dataclasses import dataclass, field
from typing import Any

from options import Options

VISIBLE = 100_000_000
HIDDEN = 10_000_000
CYCLES = 123_456
INSTRUCTIONS = 98_765
OPCODES = (
    ("00100513", "addi        x10,x0,1"),
    ("00b50533", "add         x10,x10,x11"),
    ("05d00893", "addi        x17,x0,93"),
    ("00000073", "ecall"),
)


def _metric(description: str, value: float | str, visibility: int = VISIBLE) -> dict[str, Any]:
    return {"desc": description, "vis": visibility, "val": value}


def _ratio(part: float, whole: float, digits: int = 6) -> float | str:
    return round(part / whole, digits) if whole else "nan"


def _metrics(threads: int, cycles: int, instructions: int) -> dict[str, Any]:
    total = "Total Instructions Retired" + (" (All Threads)" if threads > 1 else "")
    metrics: dict[str, Any] = {
        "Total Cycles Consumed": _metric("Cycles of the whole run", cycles),
        total: _metric("Instructions of the whole run", instructions),
        "Instructions Per Cycle (IPC)": _metric("Per cycle", _ratio(instructions, cycles)),
    }
    for thread in range(threads if threads > 1 else 0):
        share = instructions // threads + (instructions % threads if thread == 0 else 0)
        metrics[f"Thread {thread} Instructions Retired"] = _metric("Of one thread", share)
        metrics[f"Thread {thread} IPC"] = _metric("Of one thread", _ratio(share, cycles))
    hits, misses = instructions * 3 // 4, instructions // 500
    metrics |= {
        "Level 1 Data Cache (L1DCache) Hits": _metric("Hits", hits),
        "Level 1 Data Cache (L1DCache) Misses": _metric("Misses", misses),
        "Level 1 Data Cache (L1DCache) Hit Percent": _metric(
            "Percent", _ratio(100 * hits, hits + misses, 4)
        ),
        "Integer Divider Utilisation": _metric("Share of the cycles", "nan", HIDDEN),
    }
    return metrics


def summary(core: dict[str, Any], cycles: int, instructions: int) -> dict[str, Any]:
    """summary.json of a run, or of a region of interest."""
    metrics = _metrics(int(core.get("num_threads", 1)), cycles, instructions)
    return {
        "Statistics": {"Summary Performance Report": metrics | {"ordered_keys": list(metrics)}},
        "vis": {
            "hidden": 0,
            "support": 1_000_000,
            "detail": 10_000_000,
            "normal": 100_000_000,
            "summary": 200_000_000,
            "critical": 1_000_000_000,
        },
        "siminfo": {
            "name": "Strict test gateway",
            "sim_version": "1",
            "sparta_version": "",
            "json_report_version": "2.1",
            "reproduction": "",
        },
        "report_metadata": {"arch": core["name"], "report_format": "json"},
    }


def inst_counts() -> str:
    """inst_counts.txt: count, percent, sum of percents, address, opcode, disassembly."""
    counts = (INSTRUCTIONS - 5, 3, 1, 1)
    lines = [
        "",
        "============ MAP 1 IEM:RV64 ============",
        "-" * 41,
        f"Total inst count = {INSTRUCTIONS:,}",
        f"Max count        = {counts[0]:,}",
        f"{'-' * 25}  100.0% - {INSTRUCTIONS:,} inst, {len(counts)} addr",
    ]
    done = 0
    for index, (count, (opcode, text)) in enumerate(zip(counts, OPCODES)):
        done += count
        share, running = 100 * count / INSTRUCTIONS, 100 * done / INSTRUCTIONS
        address = 0x10000 + 4 * index
        lines.append(
            f"{count:>10,}  {share:>5.1f}%  {running:>5.1f}%  {address:016x}  {opcode}   {text}"
        )
    return "\n".join(lines) + "\n"


@dataclass
class Tree:
    """The members of a result, in their order."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, path: str, content: str | bytes) -> None:
        """One file below the experiment's folder."""
        data = content.encode() if isinstance(content, str) else content
        self.files[f"{self.name}/{path}"] = data


def make_tree(config: dict[str, Any], options: Options) -> Tree:
    """What the service returns for an experiment."""
    tree = Tree(config["name"])
    core = config["arch"]
    whole = json.dumps(summary(core, CYCLES, INSTRUCTIONS), indent=4)
    if options.has("summary-not-json"):
        whole = whole[: len(whole) // 2]
    if not options.has("no-summary"):
        tree.add("reports/summary/summary.json", whole)
    region = json.dumps(summary(core, CYCLES // 2, INSTRUCTIONS // 2), indent=4)
    unused = json.dumps(summary(core, 0, 0), indent=4)
    tree.add("reports/summary/summary_roi_1.json", region)
    tree.add("reports/summary/summary_roi_2.json", unused)
    for report in config["reports"]:
        if report["reportType"] == "inst_counts":
            tree.add(f"reports/{report['reportName']}/inst_counts.txt", inst_counts())
        if report["reportType"] == "inst_trace":
            tree.add(f"reports/{report['reportName']}/inst_trace.txt", "0x10000 addi\n")
            tree.add(f".experiment/{report['zstfFileName']}", b"ZSTF" + bytes(60))
    tree.add(".experiment/config.json", json.dumps(config, indent=4))
    tree.add(".experiment/debug.tar.gz", b"opaque")
    return tree


class _Zeros(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return bytes(max(size, 0))


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = link
    info.mtime = 1_700_000_000
    info.uid = info.gid = 1000
    info.mode = 0o755 if kind == tarfile.DIRTYPE else 0o644
    return info


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = _member(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def _add_evil(archive: tarfile.TarFile, top: str, options: Options) -> None:
    paths = {
        "tar-absolute": "/tmp/strict_gateway_was_here",
        "tar-parent": f"{top}/reports/../../../strict_gateway_was_here",
        "tar-other-folder": "elsewhere/strict_gateway_was_here",
        "tar-duplicate": f"{top}/reports/summary/summary.json",
    }
    links = {
        "tar-symlink": _member(f"{top}/link", tarfile.SYMTYPE, "/tmp"),
        "tar-hardlink": _member(f"{top}/link", tarfile.LNKTYPE, "/etc/passwd"),
        "tar-device": _member(f"{top}/device", tarfile.CHRTYPE),
        "tar-fifo": _member(f"{top}/fifo", tarfile.FIFOTYPE),
    }
    for fault in sorted(options.faults):
        if fault in paths:
            _add(archive, paths[fault], b"evil")
        if fault in links:
            archive.addfile(links[fault])
    if options.has("tar-symlink"):
        _add(archive, f"{top}/link/strict_gateway_was_here", b"evil")
    if options.has("tar-bomb"):
        bomb = _member(f"{top}/reports/bomb")
        bomb.size = options.bomb_mib << 20
        archive.addfile(bomb, _Zeros())
    if options.has("tar-many"):
        for index in range(options.many_members):
            archive.addfile(_member(f"{top}/many/{index}"))


def _folders(tree: Tree) -> list[str]:
    found = set()
    for path in tree.files:
        parts = path.split("/")
        found |= {"/".join(parts[:depth]) for depth in range(1, len(parts))}
    return sorted(found)


def pack(tree: Tree, options: Options) -> bytes:
    """The tar.gz of a result, with the faults that are asked for."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as packed:
        target: Any = packed
        plain = io.BytesIO()
        if options.has("tar-truncated"):
            target = plain
        with tarfile.open(fileobj=target, mode="w|", format=tarfile.GNU_FORMAT) as archive:
            for folder in _folders(tree):
                archive.addfile(_member(folder, tarfile.DIRTYPE))
            for path, content in tree.files.items():
                _add(archive, path, content)
            _add_evil(archive, tree.name, options)
        if target is plain:
            whole = plain.getvalue()
            packed.write(whole[: whole.index(b"reports/summary/summary_roi_1.json") + 700])
    data = out.getvalue()
    if options.has("gzip-truncated"):
        return data[: len(data) // 2]
    return b"this is no gzip file" if options.has("result-not-gzip") else data
