"""Makes the packages and runs what is in them in a root that holds only what they depend on:
packages.py CPACK BUILD SOURCE."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77


def run(*command: object) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


def closure(depends: str) -> set[str]:
    """The installed packages that a Depends field asks for, and what these ask for."""
    wanted, found = [depends], set()
    while wanted:
        for part in wanted.pop().split(","):
            name = re.sub(r"\s*\(.*", "", part.split("|")[0]).strip().removesuffix(":any")
            if not name or name in found:
                continue
            query = ["dpkg-query", "-W", "-f", "${Depends}, ${Pre-Depends}", name]
            done = subprocess.run(query, capture_output=True, text=True)
            if done.returncode == 0:
                found.add(name)
                wanted.append(done.stdout)
    return found


def fill(root: Path, packages: set[str]) -> None:
    for name in ("bin", "lib", "lib64", "sbin"):
        (root / "usr" / name).mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(f"usr/{name}")
    listed = run("dpkg", "-L", *sorted(packages)).splitlines()
    wanted = [p for p in listed if re.search(r"\.so(\.|$)|/ld-linux", p) and os.path.lexists(p)]
    names = "\n".join(path.lstrip("/") for path in wanted) + "\n"
    copy = f"tar -C / -c -T - | tar -C '{root}' -x --keep-directory-symlink"
    subprocess.run(["sh", "-c", copy], input=names, text=True, check=True)


def works(root: Path, source: Path) -> None:
    """The command runs a workload there."""
    shutil.copy(source / "examples/workloads/text.elf", root / "text.elf")
    words = ["run", "--local", "--core", "I8500_(1_thread)", "--expdir", "/work", "/text.elf"]
    told = run("chroot", root, "/usr/bin/atlasexplorer", *words)
    assert "Total Cycles Consumed" in told, told


def main() -> None:
    cpack, build, source = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if os.geteuid() != 0:
        print("only root can change its root")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run(cpack, "--config", build / "CPackConfig.cmake", "-B", work)
        (deb,) = work.glob("*.deb")
        (archive,) = work.glob("*.tar.gz")
        packages = closure(run("dpkg-deb", "-f", deb, "Depends"))
        assert {"libc6", "libcurl4", "libstdc++6"} <= packages, packages
        for name in ("deb", "archive"):
            fill(work / name, packages)
        run("dpkg", "-x", deb, work / "unpacked")
        run("cp", "-a", f"{work / 'unpacked/usr'}/.", work / "deb/usr")
        top = work / "archive-unpacked"
        top.mkdir()
        run("tar", "-C", top, "-xzf", archive, "--strip-components=1")
        inner = top / "usr" if (top / "usr").is_dir() else top
        run("cp", "-a", f"{inner}/.", work / "archive/usr")
        for name in ("deb", "archive"):
            works(work / name, source)
            for wanted in ("include/atlasexplorer/atlasexplorer.h", "bin/atlasexplorer"):
                assert (work / name / "usr" / wanted).is_file(), wanted


if __name__ == "__main__":
    main()
