#!/usr/bin/env bash
# Runs the tests of the tree build/coverage with $1 processes, and says how many lines of lib and
# capi they reached. Fails below 92 %. The page with all lines is build/coverage/coverage.html.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

find build/coverage -name '*.gcda' -delete
ctest --preset coverage --parallel "$1"
# What was killed or confined has written no counts.
gcovr --root . --object-directory build/coverage -j "$1" --filter lib/ --filter capi/ \
  --gcov-ignore-parse-errors --exclude-directories '.*(capi_tour|CompilerId).*' \
  --html build/coverage/coverage.html --print-summary --fail-under-line 92 build/coverage |
  tail -n 12
