#!/bin/sh
# Makes a CA and server certificates in the folder $1: good, other host, expired; and a second CA.
set -e
cd "$1"
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
authority() {
  key "$1"
  openssl req -x509 -new -key "$1.key" -subj "/CN=Test $1" -days 2 -out "$1.pem" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign"
}
# server NAME SAN BEGIN END
server() {
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=test server" -out "$1.csr"
  printf 'subjectAltName=%s\n' "$2" >"$1.ext"
  openssl ca -batch -notext -config ca.conf -startdate "$3" -enddate "$4" -extfile "$1.ext" \
    -in "$1.csr" -out "$1.pem"
}
cat >ca.conf <<'CONF'
[ca]
default_ca = test
[test]
database = index.txt
unique_subject = no
rand_serial = yes
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
[any]
commonName = supplied
CONF
: >index.txt
authority ca
authority other_ca
server good DNS:localhost,IP:127.0.0.1 20200101000000Z 20991231000000Z
server other_host DNS:example.org 20200101000000Z 20991231000000Z
server expired DNS:localhost,IP:127.0.0.1 20200101000000Z 20200102000000Z
printf '%s\n' '-----BEGIN CERTIFICATE-----' 'bm90aGluZw==' '-----END CERTIFICATE-----' >garbage.pem
