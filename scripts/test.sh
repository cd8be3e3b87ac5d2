#!/bin/sh
# Every test, against a throw-away PostgreSQL cluster. Arguments go to `swift test` (e.g. --filter OrdersTests).
set -eu
cd "$(dirname "$0")/.."
scripts/prerequisites.sh curl jq tmux

cluster=""
if [ -z "${TEST_DATABASE_URL:-}" ]; then
    cluster=$(mktemp -d /tmp/schaufenster-test.XXXXXX)
    trap 'scripts/postgres.sh remove "$cluster" >/dev/null 2>&1 || true; rm -rf "$cluster"' EXIT
    trap 'exit 1' INT TERM
    scripts/postgres.sh start "$cluster" --throwaway
    TEST_DATABASE_URL=$(scripts/postgres.sh url "$cluster")
    export TEST_DATABASE_URL
fi
swift build --build-tests
if [ $# -gt 0 ]; then
    swift test --skip-build --parallel "$@"
else
    # The solver's and the simulation's tests keep every core busy for minutes: apart, so that they starve no test with a clock.
    swift test --skip-build --parallel --filter 'RoutingTests|SimulationTests'
    swift test --skip-build --parallel --skip 'RoutingTests|SimulationTests'
fi
