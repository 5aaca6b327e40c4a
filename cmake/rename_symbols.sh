#!/bin/sh
# Puts "aex_own." before all global names of an object but those of the interface:
# rename_symbols.sh NM OBJCOPY OBJECT
set -eu
"$1" --extern-only --defined-only --format=posix "$3" |
  awk '$1 !~ /^aex_/ { print $1, "aex_own." $1 }' >"$3.names"
"$2" --redefine-syms="$3.names" "$3"
