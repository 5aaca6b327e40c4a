#!/usr/bin/env bash
# Builds every part of the library both ways, in build/options, and tries what is left:
# cmake/parts.sh [CMAKE-OPTION...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
switches=("$@")

die() {
  printf 'parts: %s\n' "$*" >&2
  exit 1
}

# The build folder stays, so that a part costs its own files and a link. The first argument names
# what has to be missing from the shared library's needs or symbols; "" for nothing.
build_with() {
  local absent=$1 held library=build/options/lib/libatlasexplorer.so
  shift
  printf '== parts: %s\n' "${*:-all}" >&2
  cmake -S . -B build/options -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
    -DCMAKE_C_FLAGS_DEBUG=-O0 -DAEX_WERROR=ON "${switches[@]}" -DAEX_BUILD_TESTS=OFF \
    -DAEX_HTTP=curl -DAEX_CURL_LINK=lazy -DAEX_ENGINE=ON -DAEX_BUILD_GATEWAY=ON \
    -DAEX_BUILD_CLI=ON -DAEX_ANALYSIS=ON -DAEX_LIBDEFLATE=OFF -DAEX_ISAL=OFF -DAEX_ZSTD=ON \
    -DAEX_CRYPTO=mbedtls -DAEX_KEYRING=ON -DAEX_EXCEPTIONS=ON "$@" >/dev/null
  cmake --build build/options >build/options/build.log || {
    cat build/options/build.log >&2
    die "it does not build"
  }
  held=$(readelf -d "$library" && nm -C "$library")
  if [[ -n $absent ]] && grep -E -m 1 "$absent" <<<"$held" >&2; then
    die "the library holds what was left out"
  fi
  # Programs may link it without --gc-sections.
  if nm -C --undefined-only "${library%.so}.a" | grep ' aex::' >&2; then
    die "the static library calls what was left out"
  fi
  { build/options/examples/report "$PWD/examples" 2>&1 || true; } | grep -q '^report: ' ||
    die "an example does not run"
}

build_with ""
build_with "" -DAEX_CURL_LINK=direct
build_with 'curl_easy_|libcurl' -DAEX_HTTP=none
build_with 'engine::execute' -DAEX_ENGINE=OFF -DAEX_BUILD_GATEWAY=OFF
build_with 'curl_easy_|libcurl|engine::execute' -DAEX_HTTP=none -DAEX_ENGINE=OFF \
  -DAEX_BUILD_GATEWAY=OFF -DAEX_BUILD_CLI=OFF
build_with 'aex::(analysis|dwarf)::' -DAEX_ANALYSIS=OFF -DAEX_BUILD_CLI=OFF
build_with "" -DAEX_BUILD_GATEWAY=OFF
build_with "" -DAEX_LIBDEFLATE=ON -DAEX_ISAL=ON
build_with 'ZSTD_|libzstd' -DAEX_ZSTD=OFF
build_with 'mbedtls' -DAEX_CRYPTO=openssl
build_with "" -DAEX_KEYRING=OFF
build_with "" -DAEX_BUILD_CLI=OFF
build_with '__cxa_throw|__cxa_begin_catch' -DAEX_EXCEPTIONS=OFF
