#!/usr/bin/env bash
# Runs an example workload through a gateway of our own on a loopback port, as through the service:
#     demo.sh PROGRAM [WORKLOAD]
set -euo pipefail

program=$1
workload=${2:-${AEX_DEMO_WORKLOAD:-$(dirname "${BASH_SOURCE[0]}")/workloads/bits.elf}}
core='I8500_(1_thread)'
folder=""
gateway_pid=""
url=""

say() { printf '== %s\n' "$*" >&2; }

finish() {
  if [[ -n $gateway_pid ]]; then
    kill "$gateway_pid" 2>/dev/null || true
    wait "$gateway_pid" 2>/dev/null || true
  fi
  gateway_pid=""
  [[ -z $folder ]] || rm -rf "$folder"
  folder=""
}

# Leaves the gateway's URL in url. The key travels in a file that only its owner can read.
start_gateway() {
  local ready=""
  coproc gateway {
    exec "$program" serve --listen 127.0.0.1:0 --data "$folder/gateway" \
      --api-key-file "$folder/key" 2>"$folder/gateway.log"
  }
  # shellcheck disable=SC2154 # coproc sets it
  gateway_pid=$gateway_PID
  exec {output}<&"${gateway[0]}"
  if ! read -r -t 30 ready <&"$output" || [[ $ready != *http://* ]]; then
    cat "$folder/gateway.log" >&2
    exit 1
  fi
  url=http://${ready##*http://}
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
folder=$(mktemp -d)
key=$(head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
(umask 077 && printf '%s\n' "$key" >"$folder/key")
start_gateway
say "$workload on $core, by the gateway at $url"
MIPS_ATLAS_CONFIG=$key:local:local AEX_GLOBAL_API=$url no_proxy=127.0.0.1 \
  "$program" run --core "$core" --expdir "$folder" --name demo "$workload" || {
  status=$?
  say "the gateway's log"
  cat "$folder/gateway.log" >&2
  exit "$status"
}
