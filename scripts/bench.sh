#!/bin/sh
# Measures the service beside bare PostgreSQL on a private, durable cluster; adds to docs/benchmarks/latest.json.
# Arguments go to the program, e.g. --products 20000 --seconds 5, or --requests-only --only suggestions --rounds 5 (--help names all).
set -eu
cd "$(dirname "$0")/.."
scripts/prerequisites.sh wrk curl
swift build -c release --product marketplace
swift build -c release --product Benchmarks

cluster=$(mktemp -d /tmp/schaufenster-bench.XXXXXX)
chmod 755 "$cluster"
trap 'scripts/postgres.sh stop "$cluster" >/dev/null 2>&1 || true; rm -rf "$cluster"' EXIT
trap 'exit 1' INT TERM
scripts/postgres.sh start "$cluster"
.build/release/Benchmarks --marketplace "$PWD/.build/release/marketplace" --database "$(scripts/postgres.sh url "$cluster")" \
    --server-log "$cluster/server.log" "$@"
