#!/bin/sh
# How fast the local engine runs a workload at each level of its model, and qemu-riscv64 counting
# instructions with a TCG plugin where both are present.
#   tests/bench/speed.sh COMMAND WORKLOAD [QEMU-PLUGIN.so]
# COMMAND is a built atlasexplorer. Seconds of one run each; divide the instructions by them.
set -eu
command=$1
workload=$2
plugin=${3-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

seconds() { # name, then the command
  name=$1
  shift
  begin=$(date +%s.%N)
  "$@" >"$scratch/output" 2>&1 || { echo "$name: failed"; tail -3 "$scratch/output"; return 0; }
  end=$(date +%s.%N)
  echo "$name: $(echo "$end - $begin" | bc) s"
}

for level in counts caches cycles; do
  seconds "engine, $level" "$command" run --local --model "$level" --core 'I8500_(1_thread)' \
    --expdir "$scratch" --name "$level" "$workload"
done
if ! command -v qemu-riscv64 >/dev/null; then
  echo "qemu-riscv64 is not here"
elif [ -n "$plugin" ]; then
  seconds "qemu, plugin" qemu-riscv64 -plugin "$plugin" -d plugin "$workload"
else
  seconds "qemu, no plugin" qemu-riscv64 "$workload"
fi
