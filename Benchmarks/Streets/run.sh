#!/usr/bin/env bash
# Measures the street network beside OSRM and Valhalla on the same points, in processor seconds of one core.
#
# usage: Benchmarks/Streets/run.sh [EXTRACT.osm.pbf]
#   default: ../shared/osm/heidelberg.osm.pbf. PYTHON312 names a Python 3.12 for the engines' wheels; without one only we are measured.
set -euo pipefail
cd "$(dirname "$0")/../.."
extract=${1:-../shared/osm/heidelberg.osm.pbf}
if [ ! -f "$extract" ]; then
    echo "There is no extract at $extract: give one as the first argument, such as a city from download.geofabrik.de." >&2
    exit 2
fi
folder=${BENCH_FOLDER:-$(mktemp -d)}
mkdir -p "$folder"
swift build -c release --product StreetBenchmarks
python=""
for candidate in "${PYTHON312:-}" python3.12 "$HOME"/.pyenv/versions/3.12*/bin/python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 12))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
echo "== Schaufenster (name, processor seconds)"
"$(swift build -c release --show-bin-path)/StreetBenchmarks" "$extract" --folder "$folder" | tee "$folder/ours.tsv"
"$(swift build -c release --show-bin-path)/StreetBenchmarks" "$extract" --folder "$folder" --memory
if [ -z "$python" ]; then
    echo "No Python 3.12: the other engines are left out."
    exit 0
fi
[ -x "$folder/python/bin/python" ] || "$python" -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet osrm-bindings==26.10.0 pyvalhalla==3.9.1
echo "== OSRM and Valhalla"
"$folder/python/bin/python" Benchmarks/Streets/peers.py "$extract" "$folder" | tee "$folder/peers.tsv"
echo "== ours / OSRM CH with distances"
awk -F '\t' 'NR == FNR { ours[$1] = $2; next } { name = $1; sub(/^OSRM CH, /, "", name) } name in ours && ours[name] > 0 { printf "%s\t%.2f\n", name, ours[name] / $2 }' \
    "$folder/ours.tsv" "$folder/peers.tsv"
