#!/usr/bin/env bash
# cppcheck over the product, with $1 processes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# What is suppressed is wrong: chains of add() that move each argument once, structures of
# references, the move that a Result needs; and what the engine's tables are meant to do.
mkdir -p build/cppcheck
cppcheck --quiet --std=c++17 --language=c++ -j "$1" --cppcheck-build-dir=build/cppcheck \
  --enable=warning,performance,portability --error-exitcode=1 --template=gcc \
  --suppress=accessMoved --suppress=passedByValue --suppress=returnStdMoveLocal \
  --suppress='duplInheritedMember:lib/engine/interpreter/*' \
  --suppress=constStatement:lib/engine/machine/blocks.cpp \
  --suppress=uninitMemberVar:lib/engine/model/model.hpp \
  -DAEX_HAS_GATEWAY -I. -Ilib -Ilib/include -Icapi/include lib capi cli gateway
