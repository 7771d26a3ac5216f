#!/bin/bash
# Proves that a bare machine needs nothing but git and make: makes a minimal Debian in FOLDER,
# clones this repository's HEAD into it and runs `make reproduce` and `make test` there.
#
#   .ci/bare-machine.sh [FOLDER [SUITE [MIRROR]]]   as root; needs debootstrap
#
# FOLDER is made and, on success, removed. apt's configuration and sources in it are this machine's.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${1:-/tmp/mllm-npu-bare-machine}
suite=${2:-bookworm}
mirror=${3:-http://deb.debian.org/debian}

[ "$(id -u)" = 0 ] || { echo "bare-machine: needs root" >&2; exit 1; }
[ ! -e "$folder" ] || { echo "bare-machine: $folder is there already" >&2; exit 1; }
command -v debootstrap >/dev/null || apt-get install -y --no-install-recommends debootstrap

debootstrap --variant=minbase --include=git,make "$suite" "$folder" "$mirror"
mount -t proc proc "$folder/proc"
trap 'umount "$folder/proc" 2>/dev/null || true' EXIT

# The network of this machine: name service, and apt's sources, keys and proxies.
cp --dereference /etc/resolv.conf /etc/hosts "$folder/etc/"
if [ "$suite" = "$(. /etc/os-release && echo "$VERSION_CODENAME")" ]; then
  rm -rf "$folder/etc/apt/sources.list" "$folder"/etc/apt/sources.list.d
  cp -r /etc/apt/sources.list* "$folder/etc/apt/"
fi
cp -r /etc/apt/apt.conf.d "$folder/etc/apt/"
cp /etc/apt/trusted.gpg.d/* "$folder/etc/apt/trusted.gpg.d/"
rm -rf "$folder"/var/lib/apt/lists/*

git clone --quiet --no-hardlinks . "$folder/root/mllm-npu"
run() {
  echo "bare-machine: $*"
  env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin http_proxy="${http_proxy:-}" \
    https_proxy="${https_proxy:-}" chroot "$folder" bash -c "cd /root/mllm-npu && time $*"
}
run make reproduce
run make test
run make reproduce

umount "$folder/proc"
rm -rf --one-file-system "$folder"
echo "bare-machine: make reproduce and make test need nothing but git and make"
