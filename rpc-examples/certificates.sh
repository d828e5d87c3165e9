#!/bin/sh
# Makes certificates to try TLS with: see usage below.
set -eu
umask 077 # keys are for nobody else

days=30
name=${0##*/}

usage() {
  cat <<END
Usage: $name DIRECTORY [CLIENT]

Makes an authority, a server's certificate for localhost and a client's for CLIENT (ann if not given), and writes them
to DIRECTORY as PEM files: ca, server and client, .pem each, and -key.pem its private key. They hold for $days days.
tls.properties has the settings of TLS for both ends, mutual.properties those of mutual TLS.

Run again, it keeps the authority and makes new certificates for server and client.
END
}

fail() {
  printf '%s: %s\n' "$name" "$1" >&2
  exit "${2:-1}"
}

case ${1:-} in
  -h | --help) usage && exit 0 ;;
  '') fail "DIRECTORY: none (expected: where the certificates are to be; --help says more)" 2 ;;
  -*) fail "option: $1 (expected: --help, or a directory)" 2 ;;
esac
[ $# -le 2 ] || fail "arguments: $# (expected: DIRECTORY, or DIRECTORY and CLIENT)" 2
client=${2:-ann}
case $client in
  *[!A-Za-z0-9._-]*) fail "CLIENT: $client (expected: letters, digits, '.', '_' and '-')" 2 ;;
esac
command -v openssl >/dev/null || fail "openssl: not found (expected: on the PATH, 1.1.1 or newer)"
mkdir -p -- "$1" 2>/dev/null && [ -w "$1" ] ||
  fail "DIRECTORY: $1 (expected: a directory that can be written, or made)"
directory=$(cd -- "$1" && pwd)
# Only what it wrote itself is written over, which is where the authority's key is too.
for file in ca server server-key client client-key; do
  [ -e "$directory/ca-key.pem" ] || [ ! -e "$directory/$file.pem" ] ||
    fail "DIRECTORY: $1 has a $file.pem and no ca-key.pem (expected: an empty one, or one that this wrote to before)"
done
# Beside the files that it is to replace, so that each of them is replaced at once.
work=$(mktemp -d "$directory/.new.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# OpenSSL tells of everything; only of what failed is it wanted.
ssl() {
  openssl "$@" 2>log >/dev/null || {
    cat log >&2
    fail "openssl $1 failed, as it says above (expected: OpenSSL 1.1.1 or newer)"
  }
}

# PKCS #8, which is what Java reads.
key() {
  ssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1-key.pem"
}

# The key first: until the certificate is there too, a server that runs goes on with what it has.
publish() {
  mv "$1-key.pem" "$directory/$1-key.pem"
  mv "$1.pem" "$directory/$1.pem"
}

cat >openssl.cnf <<'END'
[req]
distinguished_name = subject
[subject]
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
[client]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
END

if [ ! -e "$directory/ca.pem" ]; then
  key ca
  ssl req -config openssl.cnf -x509 -extensions ca -new -key ca-key.pem -sha256 -days $days \
    -subj "/CN=an authority to try TLS with" -out ca.pem
  publish ca
fi

# A certificate for $1, whose subject is $2, signed by the authority.
issue() {
  key "$1"
  ssl req -config openssl.cnf -new -key "$1-key.pem" -subj "/CN=$2" -out request.pem
  ssl x509 -req -in request.pem -CA "$directory/ca.pem" -CAkey "$directory/ca-key.pem" \
    -set_serial "0x$(openssl rand -hex 16)" -sha256 -days $days -extfile openssl.cnf -extensions "$1" -out "$1.pem"
  publish "$1"
}

issue server localhost
issue client "$client"

# In a file of properties a backslash stands for more.
path=$(printf %s "$directory" | sed 's/\\/\\\\/g')
cat >tls.properties <<END
rpc.server.tls.certificate=$path/server.pem
rpc.server.tls.key=$path/server-key.pem
rpc.tls.ca=$path/ca.pem
END
cat tls.properties - >mutual.properties <<END
rpc.server.tls.client.ca=$path/ca.pem
rpc.tls.certificate=$path/client.pem
rpc.tls.key=$path/client-key.pem
END
mv tls.properties mutual.properties "$directory"

printf '%s: ca.pem, server.pem, client.pem of %s, the -key.pem of each; tls.properties and mutual.properties\n' \
  "$directory" "$client"
