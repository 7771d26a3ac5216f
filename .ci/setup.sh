#!/bin/bash
# Finds what the build needs, installs what is missing, and says so. Quick when nothing is missing.
#
#   .ci/setup.sh        for `make build`, `make test` and `make reproduce`
#   .ci/setup.sh --ci   also the second compiler and the checkers that .ci/run uses
set -euo pipefail
cd "$(dirname "$0")/.."

say() { echo "setup: $*"; }
fail() { echo "setup: $*" >&2; exit 1; }

header_folder=build/third_party/usr/include

# ---- what is there -----------------------------------------------------------------------------

installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Boost's -dev packages carry a version in their names, unless the distribution's default Boost has
# JSON: Debian 12's default (1.74) has none, its second one (1.81) has. Prints "" or such a version.
installed_boost() {
  local package
  installed libboost-json-dev && { echo ""; return 0; }
  for package in $(dpkg-query --show --showformat='${Package} ' 'libboost-json[0-9]*-dev' 2>/dev/null); do
    installed "$package" || continue
    package=${package#libboost-json}
    echo "${package%-dev}"
    return 0
  done
  return 1
}

boost_packages() {  # version or ""
  echo "libboost-json$1-dev libboost-iostreams$1-dev libboost-filesystem$1-dev libboost-system$1-dev"
}

# Programs may come from anywhere (command:package), libraries come from packages.
wanted_programs="cmake:cmake ninja:ninja-build g++:g++ pkg-config:pkg-config gnuplot:gnuplot-nox"
wanted_libraries="libeigen3-dev libcli11-dev libgtest-dev libgmock-dev libbenchmark-dev
                  libdnnl-dev libhwy-dev libpcre2-dev libutf8proc-dev libsentencepiece-dev
                  fonts-dejavu-core"
if [ "${1:-}" = --ci ]; then
  wanted_programs+=" clang++:clang clang-format:clang-format"
fi

missing_packages() {
  local entry package
  for entry in $wanted_programs; do
    command -v "${entry%%:*}" >/dev/null || echo "${entry#*:}"
  done
  for package in $wanted_libraries; do
    installed "$package" || echo "$package"
  done
  if boost=$(installed_boost); then
    for package in $(boost_packages "$boost"); do
      installed "$package" || echo "$package"
    done
  else
    echo boost
  fi
}

header_is_there() {
  [ -e /usr/include/gnuplot-iostream.h ] || [ -e $header_folder/gnuplot-iostream.h ]
}

if ! command -v apt-get >/dev/null; then
  say "no apt-get here; the build needs CMake 3.25, Ninja, a C++20 compiler, Eigen 3.4," \
      "Boost (json, iostreams, filesystem), CLI11, oneDNN, Highway, PCRE2, utf8proc," \
      "SentencePiece, GoogleTest, Google Benchmark, pkg-config, gnuplot and" \
      "the header gnuplot-iostream.h (below $header_folder or in the include path)"
  exit 0
fi

missing=$(missing_packages)
if [ -z "$missing" ] && header_is_there; then
  say "nothing is missing"
  exit 0
fi

# ---- install what is missing -------------------------------------------------------------------

as_root=""
can_be_root=yes
if [ "$(id -u)" != 0 ]; then
  if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=sudo
  else
    can_be_root=""
  fi
fi

apt() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"
}

offered() {
  apt-cache show --no-all-versions "$1" >/dev/null 2>&1
}

update_lists() {
  [ -n "$can_be_root" ] || return 0
  say "reading the package lists (apt-get update)"
  apt update >/dev/null || fail "apt-get update failed"
}

# The default Boost where it has JSON, else the newest numbered one that has.
offered_boost() {
  if offered libboost-json-dev; then echo ""; return; fi
  apt-cache --names-only search '^libboost-json[0-9.]+-dev$' |
    sed -n 's/^libboost-json\([0-9.]*\)-dev .*/\1/p' | sort --version-sort | tail -n 1 | grep .
}

offered libeigen3-dev || update_lists
if [ -z "$can_be_root" ] && ! offered libeigen3-dev; then
  fail "neither root nor sudo; as root please run apt-get update and install:" \
    ${missing/boost/$(boost_packages 1.81)}
fi
if ! boost=$(installed_boost) && ! boost=$(offered_boost); then
  fail "this distribution offers no Boost with JSON (1.75 or later)"
fi
packages=$(echo "$missing" | sed "s/^boost\$/$(boost_packages "$boost")/" | tr '\n' ' ')

# The one header of libgnuplot-iostream-dev. The package depends on the default Boost: where that is
# the one we use, it is installed as it is; else only its header is unpacked.
unpack_header=""
if ! header_is_there; then
  if [ -z "$boost" ]; then packages+="libgnuplot-iostream-dev"; else unpack_header=yes; fi
fi

install_packages() {
  say "installing: $packages"
  # shellcheck disable=SC2086
  apt install --no-install-recommends --no-remove $packages
}

if [ -n "${packages// /}" ]; then
  [ -n "$can_be_root" ] ||
    fail "neither root nor sudo; as root please run: apt-get install --no-install-recommends $packages"
  if ! install_packages; then
    update_lists
    install_packages || fail "apt could not do that (and removed nothing). Where another Boost's" \
      "-dev packages are in the way, let it replace them: apt-get install" $packages
  fi
fi

if [ -n "$unpack_header" ]; then
  say "unpacking gnuplot-iostream.h into $header_folder"
  download=$(mktemp -d)
  trap 'rm -rf "$download"' EXIT
  (cd "$download" && apt-get -q -o APT::Sandbox::User="$(id -un)" download libgnuplot-iostream-dev)
  mkdir -p build/third_party
  dpkg-deb -x "$download"/libgnuplot-iostream-dev_*.deb build/third_party
  header_is_there || fail "libgnuplot-iostream-dev has no gnuplot-iostream.h"
fi
say "done"
