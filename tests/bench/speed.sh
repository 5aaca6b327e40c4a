#!/usr/bin/env bash
# How fast the local engine is, in millions of instructions per second of processor time: medians
# of runs that take turns, so that a busy machine slows all of them alike.
#   tests/bench/speed.sh COMMAND [ROUNDS]
# COMMAND is a built atlasexplorer. The programs are loops.c, made by riscv64-linux-gnu-gcc: three
# loops optimised, and all of them as written (-O0). Where qemu-riscv64 is, it counts the same
# programs with count_plugin.c. The last line is the time of the clock from the start of the command
# to the end of the report for a small program: those loops as written, of 24 kB, which retires some
# 200,000 instructions.
set -euo pipefail
command=$1
rounds=${2:-7}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
small=$scratch/small
trap 'rm -rf "$scratch"' EXIT
TIMEFORMAT='%U %R'

make_loop() { # program, options
  riscv64-linux-gnu-gcc -march=rv64gc_zba_zbb_zbs -mabi=lp64d -nostdlib -static -ffreestanding \
    -o "$1" "${@:2}" "$here/loops.c"
}

make_loops() {
  local kind
  for kind in 1 2 3; do make_loop "$scratch/loop$kind" -O2 -DKIND=$kind -DROUNDS=200; done
  make_loop "$scratch/loop4" -O0 -DKIND=4 -DROUNDS=20
  make_loop "$small" -O0 -DKIND=4 -DROUNDS=1 -DSCALE=7 -DFILLING=21000
  cc -O2 -shared -fPIC -o "$scratch/count.so" "$here/count_plugin.c"
}

run_engine() { # level, program
  rm -rf "$scratch/run"
  "$command" run --local --model "$1" --core 'I8500_(1_thread)' --expdir "$scratch" \
    --name run "$2"
}

run_qemu() { # unused, program
  # Its exit status is the guest's.
  qemu-riscv64 -cpu rv64,zba=true,zbb=true,zbs=true -plugin "$scratch/count.so" "$2" || true
}

measure() { # seconds of processor time and of the clock, of a function and its arguments
  { time "$@" >"$scratch/output" 2>&1; } 2>&1
}

median() { sort -g | awk '{ row[NR] = $1 } END { print row[int((NR + 1) / 2)] }'; }

instructions() { # program
  run_engine counts "$1" 2>/dev/null |
    awk '/Total Instructions Retired/ { gsub(",", "", $4); print $4 }'
}

make_loops
modes=("run_engine counts" "run_engine caches" "run_engine cycles")
if command -v qemu-riscv64 >/dev/null; then modes+=("run_qemu plugin"); fi
for ((round = 0; round < rounds; ++round)); do
  for kind in 1 2 3 4; do
    for mode in "${modes[@]}"; do
      # shellcheck disable=SC2086 # a function and its argument
      measure $mode "$scratch/loop$kind" >>"$scratch/times.$kind.${mode##* }"
    done
  done
  measure run_engine cycles "$small" | cut -d ' ' -f 2 >>"$scratch/times.small"
done
names=(- integer float memory as-is)
printf '%-8s %8s %8s %8s %8s\n' program counts caches cycles qemu
for kind in 1 2 3 4; do
  total=$(instructions "$scratch/loop$kind")
  printf '%-8s' "${names[kind]}"
  for mode in "${modes[@]}"; do
    median <"$scratch/times.$kind.${mode##* }" |
      awk -v total="$total" '{ printf " %8.0f", total / $1 / 1e6 }'
  done
  echo
done
echo "start to report of $(wc -c <"$small") bytes: $(median <"$scratch/times.small") s"
