#!/bin/sh
# Rebuilds the example workloads with Debian's bare-metal RISC-V compiler and picolibc:
#   apt-get install gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf
# The same compiler gives the same bytes; no path of the machine gets into them.
set -eu
cd "$(dirname "$0")"

compiler=${RISCV_CC:-riscv64-unknown-elf-gcc}
picolibc=${PICOLIBC:-/usr/lib/picolibc/riscv64-unknown-elf}
out=${1:-.}

# The library without its debug information: the workloads keep theirs and stay small.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
libc=$picolibc/lib/release/rv64imafdc/lp64d/libc.a
"${compiler%gcc}objcopy" -g "$libc" "$scratch/libc.a"

build() {
  name=$1
  shift
  "$compiler" -std=gnu11 -O2 -g -Wall -Wextra -mabi=lp64d -mcmodel=medany "$@" \
    -ffile-prefix-map="$PWD"=. -ffunction-sections -fdata-sections -fno-pic \
    -DPICOLIBC_INTEGER_PRINTF_SCANF -isystem "$picolibc/include" -nostdlib -static \
    -T link.ld -Wl,--gc-sections -Wl,--build-id=none -o "$out/$name.elf" "$name.c" start.c \
    -Wl,--defsym=vfprintf=__i_vfprintf "$scratch/libc.a" -lgcc
}

build bits -march=rv64gc_zba_zbb_zbs
build fractal -march=rv64gc
build matmul -march=rv64gc
build sort -march=rv64gc
build text -march=rv64gc
