#!/bin/sh
# Imports a city's streets from an OpenStreetMap extract to .local/streets.graph, which `make run` then plans with.
#
#   scripts/streets.sh                  fetches the extract from STREETS_URL first (default: Darmstadt's, from BBBike)
#   scripts/streets.sh FILE.osm.pbf     imports a file at hand, without any network
#
# ELEVATION=FOLDER adds SRTM heights (N49E008.hgt, also zipped). Map data: © OpenStreetMap contributors, ODbL.
set -eu
cd "$(dirname "$0")/.."
url=${STREETS_URL:-https://download.bbbike.org/osm/bbbike/Darmstadt/Darmstadt.osm.pbf}
graph=.local/streets.graph
extract=${1:-}
mkdir -p .local
chmod 700 .local

if [ -z "$extract" ]; then
    command -v curl >/dev/null 2>&1 || {
        echo "curl is not installed, so nothing can be fetched; download the city's extract elsewhere and run: make streets EXTRACT=file.osm.pbf" >&2
        exit 1
    }
    extract=.local/${url##*/}
    echo "Fetching $url …"
    # A bar for people; in a pipe nothing but the sentence below.
    shown=-s
    [ ! -t 2 ] || shown=--progress-bar
    curl -fL --connect-timeout 10 "$shown" -o "$extract.part" "$url" || {
        rm -f "$extract.part"
        echo "The extract could not be fetched from $url; download it where there is a network and run: make streets EXTRACT=file.osm.pbf" >&2
        exit 1
    }
    mv "$extract.part" "$extract"
elif [ ! -f "$extract" ]; then
    echo "$extract is not a file; run: make streets EXTRACT=file.osm.pbf" >&2
    exit 2
fi

program=.build/release/dispatch-cli
[ -x "$program" ] || scripts/build.sh
if [ -n "${ELEVATION:-}" ]; then
    "$program" network import "$extract" --elevation "$ELEVATION" --out "$graph"
else
    "$program" network import "$extract" --out "$graph"
fi
cat <<NEXT

  The streets are in $graph; the service takes them when it starts: make run (after make stop, if it is running).
  The extract's addresses are another command:  marketplace addresses $extract   (docs/streets.md)

NEXT
