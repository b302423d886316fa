#!/bin/sh
# Makes the certificates of the tests anew, in this folder, with OpenSSL 3. They are worth nothing to anyone: two
# authorities whose keys are thrown away at the end, and what the first has issued, good until 2126.
set -eu
cd "$(dirname "$0")"

authority() { # name
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj "/CN=$1" \
    -addext keyUsage=critical,keyCertSign -keyout "$1.key" -out "$1.pem"
}

issued() { # name, subject's alternative names, start, end
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out work/request
  : > work/issued
  openssl rand -hex 16 > work/serial
  cat > work/config <<CONFIG
[ca]
default_ca = issuer
[issuer]
database = work/issued
serial = work/serial
new_certs_dir = work
default_md = sha256
policy = policy
x509_extensions = extensions
[policy]
commonName = supplied
[extensions]
subjectAltName = $2
CONFIG
  openssl ca -batch -notext -config work/config -cert authority.pem -keyfile authority.key \
    -in work/request -out "$1.pem" -startdate "$3" -enddate "$4"
}

mkdir -p work
authority authority
authority stranger
issued server DNS:localhost,IP:127.0.0.1 20260101000000Z 21260101000000Z
issued elsewhere DNS:elsewhere.example 20260101000000Z 21260101000000Z
issued expired DNS:localhost,IP:127.0.0.1 20200101000000Z 20200102000000Z
issued client DNS:client.example 20260101000000Z 21260101000000Z
rm -r work authority.key stranger.key
chmod 644 ./*.key
