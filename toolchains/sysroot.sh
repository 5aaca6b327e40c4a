#!/usr/bin/env bash
# Makes build/sysroot/TRIPLET: the libraries of another host, for building and for qemu's -L.
# Debian's packages where Debian has that architecture, else Debian's source packages, in the
# versions of sysroot.lock. The host's package state is neither read nor changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage="usage: toolchains/sysroot.sh [--static | --repin] TRIPLET

  --static  also build static libraries, with curl over mbedTLS, into build/sysroot/TRIPLET/static:
            for programs at a fixed address, and with no more in them than a client needs
  --repin   write the versions that Debian has today into toolchains/sysroot.lock

Packages come from the mirror that this host uses, or from AEX_DEBIAN_MIRROR; versions that it has
replaced since from AEX_DEBIAN_SNAPSHOT (both are URLs up to before /debian)."

wanted_packages=(
  libcjson-dev libcurl4-openssl-dev libgtest-dev libmbedtls-dev libmicrohttpd-dev libstdc++-12-dev
  libzstd-dev zlib1g-dev
)
tls_sources=(zlib mbedtls curl)  # curl needs the other two
other_sources=(libmicrohttpd googletest cjson)
sources=("${tls_sources[@]}" "${other_sources[@]}")
lock=toolchains/sysroot.lock
mirror=${AEX_DEBIAN_MIRROR:-}
snapshot=${AEX_DEBIAN_SNAPSHOT:-}
sections="-ffunction-sections -fdata-sections"
small=""  # --static: at a fixed address, and no more than a client needs
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

die() {
  printf 'sysroot: %s\n' "$*" >&2
  exit 1
}
say() { printf '== %s\n' "$*" >&2; }

# Debian's name of the architecture; empty where only the compilers are packaged.
architecture_of() {
  case $1 in
    mipsel-linux-gnu) echo mipsel ;;
    mips64el-linux-gnuabi64) echo mips64el ;;
    mips-linux-gnu | mips64-linux-gnuabi64 | mipsisa64r6el-linux-gnuabi64 | riscv64-linux-gnu) ;;
    *) die "no toolchain for $1" ;;
  esac
}

# --- Debian's archive, through an apt that knows nothing of this host -------------------------

# The mirror that this host's packages of one release come from.
mirror_of() {
  # shellcheck disable=SC2016 # apt expands these
  apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
    awk -v release="$1" '$1 == "Debian" && $2 == release { print $3; exit }'
}

# write_archive FOLDER KIND [BASE]: its lists; BASE is a snapshot's instead of the mirror's.
write_archive() {
  local folder=$1 kind=$2 base=${3:-} options="signed-by=$keyring" main security
  if [[ -n $base ]]; then
    options+=" check-valid-until=no"
    main=$snapshot/debian/$base security=$snapshot/debian-security/$base
  elif [[ -n $mirror ]]; then
    main=$mirror/debian security=$mirror/debian-security
  else
    main=$(mirror_of bookworm) security=$(mirror_of bookworm-security)
    [[ -n $main && -n $security ]] ||
      die "this host has no packages of Debian 12; name a mirror by AEX_DEBIAN_MIRROR=URL"
  fi
  {
    echo "$kind [$options] $main bookworm main"
    echo "$kind [$options] $main bookworm-updates main"
    echo "$kind [$options] $security bookworm-security main"
  } >"$folder/sources.list"
}

prepare_apt() {
  local folder=$1
  mkdir -p "$folder"/state/lists/partial "$folder"/cache/archives/partial
  : >"$folder/status"
}

# apt FOLDER ARCHITECTURE COMMAND...
apt() {
  local folder=$1 architecture=$2 command=$3
  shift 3
  "apt-$command" -qq -o Dir::State="$folder/state" -o Dir::State::status="$folder/status" \
    -o Dir::Cache="$folder/cache" -o Dir::Etc::sourcelist="$folder/sources.list" \
    -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" \
    -o APT::Sandbox::User=root -o APT::Get::List-Cleanup=false -o Acquire::Languages=none \
    -o Acquire::Retries=4 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 \
    -o APT::Update::Error-Mode=any "$@"
}

# Every list, or an error that says what to do.
refresh() {
  local folder=$1 architecture=$2 hosts
  apt "$folder" "$architecture" get update && return
  hosts=$(grep -oE 'https?://[^/ ]+' "$folder/sources.list" | sort -u | paste -sd ' ')
  die "no package lists from $hosts, each tried five times: if it cannot be reached from here, \
name another mirror by AEX_DEBIAN_MIRROR=URL, or a proxy by http_proxy=URL, and begin again"
}

pins() { awk -v group="$1" '$1 == group { print $2 "=" $3 }' "$lock"; }

# Runs a command that downloads pinned versions: from the mirror, or, for what the mirror has
# replaced since, from the snapshot of the day the lock file was written.
fetch() {
  local folder=$1 kind=$2 architecture=$3
  shift 3
  write_archive "$folder" "$kind"
  refresh "$folder" "$architecture"
  "$@" && return
  [[ -n $snapshot ]] || die "the mirror has not given all versions of $lock (see above). If it \
has replaced one, name an archive of old versions by AEX_DEBIAN_SNAPSHOT=URL, or take today's with \
--repin"
  say "the mirror lacks a pinned version; asking the snapshot"
  write_archive "$folder" "$kind" "$(awk '$1 == "snapshot" { print $2 }' "$lock")"
  refresh "$folder" "$architecture"
  "$@" || die "the versions of $lock cannot be had from $snapshot either (see above)"
}

repin() {
  local triplet=$1 architecture folder=$state/repin kept
  architecture=$(architecture_of "$triplet")
  prepare_apt "$folder"
  kept=$(mktemp)
  grep -vE "^($triplet|source|snapshot) " "$lock" >"$kept" || true
  {
    cat "$kept"
    echo "snapshot $(date -u +%Y%m%dT000000Z)"
    if [[ -n $architecture ]]; then
      write_archive "$folder" deb
      refresh "$folder" "$architecture"
      apt "$folder" "$architecture" get --no-install-recommends --simulate install \
        "${wanted_packages[@]}" |
        sed -nE "s/^Inst (\S+) \((\S+) .*/$triplet \1 \2/p" | sort
    fi
    write_archive "$folder" deb-src
    refresh "$folder" amd64
    local name
    for name in "${sources[@]}"; do
      apt "$folder" amd64 cache showsrc --only-source "$name" |
        awk -v name="$name" '/^Version:/ { print "source", name, $2 }' | sort -V | tail -n 1
    done
  } >"$lock.new"
  rm "$kept"
  mv "$lock.new" "$lock"
}

# --- packages ---------------------------------------------------------------------------------

# A sysroot is looked at from outside: its absolute links have to be relative.
make_links_relative() {
  local root=$1 link target
  find "$root" -type l -lname '/*' -print0 | while IFS= read -r -d '' link; do
    target=$(readlink "$link")
    ln -sfnr "$root$target" "$link"
  done
}

install_packages() {
  local triplet=$1 architecture=$2 root=$3 folder=$state/$1 package name
  local -a pinned
  mapfile -t pinned < <(pins "$triplet")
  ((${#pinned[@]})) || die "$lock names no packages for $triplet; see --repin"
  prepare_apt "$folder"
  fetch "$folder" deb "$architecture" \
    apt "$folder" "$architecture" get install --download-only --no-install-recommends \
    --allow-downgrades --yes "${pinned[@]}"
  mkdir -p "$root"/usr/{bin,lib,sbin}
  for name in bin lib sbin; do ln -sfn "usr/$name" "$root/$name"; done
  for package in "$folder"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C "$root"
  done
  make_links_relative "$root"
}

# --- sources ----------------------------------------------------------------------------------

# The sources are the same for every host; they are fetched and unpacked once.
fetch_sources() {
  local name
  local -a pinned
  mapfile -t pinned < <(pins source)
  [[ ! -e $source_folder/.complete ]] || return 0
  say "fetching ${pinned[*]}"
  rm -rf "$source_folder"
  mkdir -p "$source_folder"
  prepare_apt "$state/sources"
  fetch_into() {
    (cd "$source_folder" && apt "$state/sources" amd64 get source --download-only "$@")
  }
  fetch "$state/sources" deb-src amd64 fetch_into "${pinned[@]}"
  for name in "${sources[@]}"; do
    dpkg-source --no-check --extract "$source_folder/$name"_*.dsc "$source_folder/$name" >/dev/null
  done
  touch "$source_folder/.complete"
}

# with_cmake NAME TRIPLET PREFIX OPTIONS...
with_cmake() {
  local name=$1 triplet=$2 prefix=$3 build
  build=$work/$name
  shift 3
  cmake -G Ninja -S "$source_folder/$name" -B "$build" -DCMAKE_INSTALL_PREFIX="$prefix" \
    -DCMAKE_TOOLCHAIN_FILE="$PWD/toolchains/$triplet.cmake" -DCMAKE_BUILD_TYPE=MinSizeRel \
    -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF \
    -DCMAKE_POSITION_INDEPENDENT_CODE="${small:-ON}" \
    -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_FLAGS="$sections" \
    -DCMAKE_EXE_LINKER_FLAGS="${small:+-no-pie}" "$@"
  cmake --build "$build"
  cmake --install "$build"
}

build_zlib() {
  local flags="-Os $sections"
  [[ -n $small ]] || flags+=" -fPIC"
  mkdir -p "$work/zlib"
  (cd "$work/zlib" && CHOST=$1 CFLAGS="$flags" "$source_folder/zlib/configure" --static \
    --prefix="$2" && make -s libz.a && make -s install)
}

# MIPS R6 has no multiplication of the kind that mbedTLS 2.28's assembly uses.
build_mbedtls() {
  cat >"$work/mbedtls_user.h" <<'END'
#undef MBEDTLS_HAVE_ASM
#undef MBEDTLS_AESNI_C
#undef MBEDTLS_PADLOCK_C
END
  local config="" flags=$sections
  [[ $1 != mipsisa64r6* ]] || config=$work/mbedtls_user.h
  [[ -z $small ]] || config=$PWD/toolchains/mbedtls_small.h
  [[ -z $config ]] || flags+=" -DMBEDTLS_USER_CONFIG_FILE='\"$config\"'"
  with_cmake mbedtls "$1" "$2" -DENABLE_TESTING=OFF -DENABLE_PROGRAMS=OFF \
    -DUSE_SHARED_MBEDTLS_LIBRARY=OFF -DCMAKE_C_FLAGS="$flags"
  [[ -n $small ]] || return 0
  # Structures depend on it: who uses the library has to see it too.
  local line='#define MBEDTLS_USER_CONFIG_FILE "mbedtls/user_config.h"'
  cp "$config" "$2/include/mbedtls/user_config.h"
  sed -i "/^#if defined(MBEDTLS_USER_CONFIG_FILE)/i $line" "$2/include/mbedtls/config.h"
}

build_cjson() {
  with_cmake cjson "$1" "$2" -DENABLE_CJSON_TEST=OFF -DENABLE_CJSON_UTILS=OFF
}

build_googletest() {
  with_cmake googletest "$1" "$2" -DBUILD_GMOCK=OFF
}

build_curl() {
  local -a less=()
  [[ -z $small ]] || less=(
    -DCURL_DISABLE_CRYPTO_AUTH=ON -DCURL_DISABLE_GETOPTIONS=ON -DCURL_DISABLE_MIME=ON
    -DCURL_DISABLE_PROGRESS_METER=ON -DCURL_DISABLE_VERBOSE_STRINGS=ON -DENABLE_UNIX_SOCKETS=OFF
  )
  with_cmake curl "$1" "$2" -DHTTP_ONLY=ON -DBUILD_CURL_EXE=OFF -DBUILD_TESTING=OFF \
    -DCURL_USE_MBEDTLS=ON -DCURL_USE_OPENSSL=OFF -DCURL_USE_LIBSSH2=OFF -DCURL_ZLIB=OFF \
    -DUSE_LIBIDN2=OFF -DCURL_CA_PATH=none -DCURL_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt \
    -DCURL_DISABLE_ALTSVC=ON -DCURL_DISABLE_COOKIES=ON -DCURL_DISABLE_HSTS=ON \
    -DCURL_DISABLE_NETRC=ON -DCURL_DISABLE_PARSEDATE=ON -DCURL_DISABLE_VERBOSE_STRINGS=OFF \
    -DCURL_DISABLE_DOH=ON -DCURL_DISABLE_CRYPTO_AUTH=OFF -DENABLE_MANUAL=OFF "${less[@]}"
}

build_libmicrohttpd() {
  mkdir -p "$work/libmicrohttpd"
  (cd "$work/libmicrohttpd" && "$source_folder/libmicrohttpd/configure" --quiet --host="$1" \
    --prefix="$2" --disable-shared --with-pic --disable-https --disable-doc --disable-examples \
    --disable-curl --disable-dependency-tracking CFLAGS=-Os && make -s && make -s install)
}

# build_each TRIPLET PREFIX NAME...: one after the other.
build_each() {
  local triplet=$1 prefix=$2 name
  shift 2
  for name in "$@"; do
    say "building $name for $triplet"
    "build_$name" "$triplet" "$prefix" >"$work/$name.log" 2>&1 || {
      tail -n 30 "$work/$name.log" >&2
      die "$name cannot be built for $triplet; see $work/$name.log"
    }
  done
}

# What takes the time is that each asks the compiler hundreds of questions, one by one: two at once.
build_sources() {
  local triplet=$1 prefix=$2 others
  fetch_sources
  mkdir -p "$work"
  build_each "$triplet" "$prefix" "${other_sources[@]}" &
  others=$!
  build_each "$triplet" "$prefix" "${tls_sources[@]}"
  wait "$others"
}

# --- both -------------------------------------------------------------------------------------

# Where Debian has no packages, the C library is the cross compiler's; qemu needs its loader, which
# n64 has in lib64.
copy_runtime() {
  mkdir -p "$2/usr"
  cp -a "/usr/$1"/lib* "$2/"
}

# Names of files in *.pc are those of the other host: pkg-config puts its sysroot before them. What
# the compiler links by itself it finds by itself, in static programs too.
make_modules_relative() {
  find "$1" -name '*.pc' -exec \
    sed -i -E "s|$1/[^ ]*/lib([[:alnum:]]+)[.]a|-l\\1|g; s|$1||g; s/ -l(gcc|gcc_s|c)\>//g" {} +
}

main() {
  local mode=""
  if [[ ${1:-} == --* ]]; then
    mode=$1
    shift
  fi
  (($# == 1)) || die "$usage"
  local triplet=$1 architecture root stamp
  architecture=$(architecture_of "$triplet")
  root=$PWD/build/sysroot/$triplet
  state=$PWD/build/sysroot/.apt
  source_folder=$PWD/build/sysroot/.sources
  work=$PWD/build/sysroot/.work/$triplet
  [[ -r $keyring ]] || die "$keyring is missing: install debian-archive-keyring"
  if [[ $mode == --repin ]]; then
    repin "$triplet"
    return
  fi
  local -a recipe=(toolchains/sysroot.sh "$lock")
  [[ -z $mode ]] || recipe+=(toolchains/mbedtls_small.h)
  stamp=$root/.made-by-$(sha256sum "${recipe[@]}" | sha256sum | head -c 16)$mode
  [[ ! -e $stamp ]] || return 0
  say "making build/sysroot/$triplet"
  if [[ -z $architecture ]]; then
    rm -rf "$root" "$work"
    mkdir -p "$root"
    copy_runtime "$triplet" "$root"
    build_sources "$triplet" "$root/usr"
  elif [[ -z $mode ]]; then
    rm -rf "$root"
    install_packages "$triplet" "$architecture" "$root"
  else
    rm -rf "$root/static" "$work"
    small=OFF sections+=" -fno-pic"
    [[ $triplet != mips* ]] || sections+=" -mno-shared -mplt"
    other_sources=(cjson)
    build_sources "$triplet" "$root/static"
  fi
  make_modules_relative "$root"
  touch "$stamp"
}

main "$@"
