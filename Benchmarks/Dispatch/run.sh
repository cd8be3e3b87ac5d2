#!/bin/sh
# Plans of the sample city's simulated day: ours, CoopCycle's way, and VROOM's (from PyPI where Python is there), all under the same judge.
#
# usage: Benchmarks/Dispatch/run.sh [ORDERS,…] [SECONDS]
set -eu
cd "$(dirname "$0")/../.."
orders=${1:-300,1000,3000}
seconds=${2:-30}
swift build -c release --product marketplace
swift build -c release --product DispatchBenchmarks
folder=${BENCH_FOLDER:-$(mktemp -d /tmp/schaufenster-dispatch.XXXXXX)}
mkdir -p "$folder"
chmod 755 "$folder"
trap 'scripts/postgres.sh remove "$folder/cluster" >/dev/null 2>&1 || true' EXIT
trap 'exit 1' INT TERM
scripts/postgres.sh start "$folder/cluster" --throwaway
database=$(scripts/postgres.sh url "$folder/cluster")
PERSONAL_DATA_KEYS="benchmark:$(head -c 32 /dev/urandom | base64)" DATABASE_URL=$database .build/release/marketplace seed seed --orders 0 >/dev/null
.build/release/DispatchBenchmarks plans --database "$database" --orders "$orders" --seconds "$seconds" --folder "$folder"
if [ ! -x "$folder/python/bin/python" ]; then
    python3 -m venv "$folder/python" && "$folder/python/bin/pip" install --quiet pyvroom || {
        echo "VROOM is left out: pyvroom could not be installed." >&2
        exit 0
    }
fi
"$folder/python/bin/python" Benchmarks/Dispatch/peers.py "$folder" "$orders"
for count in $(echo "$orders" | tr ',' ' '); do
    [ ! -f "$folder/vroom-$count-tours.json" ] || .build/release/DispatchBenchmarks judge "$folder/orders-$count.json" "$folder/vroom-$count-tours.json"
done
