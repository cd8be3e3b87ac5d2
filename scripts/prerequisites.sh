#!/bin/sh
# Sees that the system packages the project needs are installed. Installs them as root or through password-less sudo;
# otherwise prints the one command to run and ends with 1.
# Usage: prerequisites.sh [more Debian packages …]
set -eu

missing=""
want() { missing="$missing $1"; }

command -v swift >/dev/null 2>&1 || {
    echo "Schaufenster needs a Swift 6.2 toolchain or newer: https://www.swift.org/install/linux/" >&2
    exit 1
}
has_header() {
    for directory in /usr/include "/usr/include/$(uname -m)-linux-gnu" /usr/local/include; do
        [ -e "$directory/$1" ] && return 0
    done
    return 1
}
command -v pkg-config >/dev/null 2>&1 || want pkg-config
has_header postgresql/libpq-fe.h || has_header libpq-fe.h || want libpq-dev
has_header curl/curl.h || want libcurl4-openssl-dev
has_header zlib.h || want zlib1g-dev
has_header gd.h || want libgd-dev
# Maps that one can move about in; without it they are pictures.
[ -e /usr/share/javascript/leaflet/leaflet.min.js ] || want libjs-leaflet
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    want postgresql
    want postgresql-contrib
fi
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || want "$package"
done
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "Some system packages are missing. Please run this once, then try again:" >&2
    echo "    sudo $install" >&2
    exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root $install >/dev/null
