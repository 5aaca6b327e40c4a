#!/usr/bin/env bash
# How many lines of lib and capi the tests reach, in the tree build/coverage; with $1 processes.
# Fails below 92 %. The page with all lines is build/coverage/coverage.html.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Those in which lib and capi run in a process that ends by itself: what is killed or confined
# writes no counts.
folders='base|os|codec|crypto|net|elf|dwarf|config|package|report|analysis|job|cloud|engine'
folders+='|experiment|capi|cli|gateway|fuzz'
find build/coverage -name '*.gcda' -delete
ctest --preset coverage --parallel "$1" --tests-regex "^($folders)\\." \
  --exclude-regex 'Kill|Torture|Turned|valgrind|install|packages|abi|torture'
gcovr --root . --object-directory build/coverage -j "$1" --filter lib/ --filter capi/ \
  --gcov-ignore-parse-errors --exclude-directories '.*capi_tour.*' \
  --html build/coverage/coverage.html --print-summary --fail-under-line 92 build/coverage |
  tail -n 12
