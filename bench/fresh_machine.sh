#!/usr/bin/env bash
# Tries both commands of the README on a bare Debian 12: only python3, python3-pip, make and ca-certificates.
# Run as root: bench/fresh_machine.sh [FOLDER]   (FOLDER keeps the debootstrap image; default /var/tmp/consult-debian12)
# Prints the seconds of `make run` until it serves, and of `make test`.
set -eu
image=${1:-/var/tmp/consult-debian12}
root=$(cd "$(dirname "$0")/.." && pwd)
port=${CONSULT_PORT:-8765}

if [ ! -x "$image/usr/bin/make" ]; then
  debootstrap --variant=minbase --include=python3,python3-pip,make,ca-certificates bookworm "$image" >/dev/null
fi
machine=$(mktemp -d "$(dirname "$image")/consult-fresh-XXXXXX")
chmod 755 "$machine"
leave() {
  umount "$machine/proc" "$machine/dev/shm" 2>/dev/null || true
  [ -n "${KEEP:-}" ] || rm -rf --one-file-system "$machine"
}
trap leave EXIT
cp -a --one-file-system "$image/." "$machine"
mkdir -p "$machine/dev/shm"
mount -t proc proc "$machine/proc"
mount -t tmpfs tmpfs "$machine/dev/shm"
# The way to the package registries is the machine's, not the product's: names and certificates.
cp /etc/resolv.conf /etc/hosts "$machine/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$machine/etc/ssl/certs/ca-certificates.crt"
git clone -q --no-local "$root" "$machine/root/consult"
echo "commit $(git -C "$machine/root/consult" rev-parse --short HEAD), $(nproc) cores"

inside() {
  env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    ${PIP_CERT:+PIP_CERT="$PIP_CERT"} ${NODE_EXTRA_CA_CERTS:+NODE_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"} \
    CONSULT_PORT="$port" chroot "$machine" /bin/bash -c "cd /root/consult && $1"
}

begun=$(date +%s)
inside "exec make run" >"$machine/run.log" 2>&1 &
answered=""
for _ in $(seq 600); do
  if curl -fsS "http://127.0.0.1:$port/healthz" >/dev/null 2>&1; then answered=yes; break; fi
  sleep 1
done
if [ -z "$answered" ]; then echo "make run: no answer in 600 s"; tail -20 "$machine/run.log"; exit 1; fi
echo "make run: serves after $(($(date +%s) - begun)) s"
curl -fsS "http://127.0.0.1:$port/" | grep -o '<h1.*</h1>' | head -1
# Only what runs inside this machine's folder is stopped.
for process in /proc/[0-9]*; do
  [ "$(readlink "$process/root" 2>/dev/null)" = "$machine" ] && kill -TERM "${process#/proc/}" 2>/dev/null || true
done
wait || true

begun=$(date +%s)
inside "make test" >"$machine/test.log" 2>&1 || { tail -40 "$machine/test.log"; exit 1; }
tail -3 "$machine/test.log"
echo "make test: $(($(date +%s) - begun)) s"
