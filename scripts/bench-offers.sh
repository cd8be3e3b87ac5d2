#!/bin/sh
# Measures how long delivery windows take to be offered while 500 stops are planned: with straight lines, and with streets where an extract is given.
#
#   scripts/bench-offers.sh [EXTRACT.osm.pbf]     default: ../shared/osm/heidelberg.osm.pbf, where it lies there
#   OFFER_OPTIONS="--stops 250 --seconds 5"       goes to Benchmarks/Offers/bench_offers.py
set -eu
cd "$(dirname "$0")/.."
scripts/prerequisites.sh wrk curl
extract=${1:-../shared/osm/heidelberg.osm.pbf}
swift build -c release --product marketplace
swift build -c release --product dispatch-cli

folder=$(mktemp -d /tmp/schaufenster-offers.XXXXXX)
chmod 755 "$folder"
trap 'scripts/postgres.sh stop "$folder/cluster" >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM

# usage: measure NAME [OPTIONS]: on an empty cluster of its own
measure() {
    name=$1
    shift
    scripts/postgres.sh start "$folder/cluster"
    mkdir "$folder/$name"
    # shellcheck disable=SC2086
    python3 Benchmarks/Offers/bench_offers.py --programs "$PWD/.build/release" \
        --database "$(scripts/postgres.sh url "$folder/cluster")" --folder "$folder/$name" "$@" ${OFFER_OPTIONS:-}
    scripts/postgres.sh stop "$folder/cluster" >/dev/null
    rm -rf "$folder/cluster"
}

measure lines
if [ -f "$extract" ]; then
    measure streets --extract "$extract"
else
    echo "There is no extract at $extract: streets are left out." >&2
fi
