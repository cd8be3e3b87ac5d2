#!/bin/sh
# The long random tests in an optimised build: as Dijkstra's algorithm on hundreds of thousands of pairs of made-up towns (and of a city, where its
# extract lies in ../shared/osm), the solver on random problems. ROUNDS=N: of the solver's; 30 of them are one of the streets' (900).
#
#   scripts/torture.sh             the random tests, some minutes
#   scripts/torture.sh --all       every test of Routing once as it is shipped: without overflow and bounds checks
set -eu
cd "$(dirname "$0")/.."
# A folder of its own: tests see inside the modules, which programs must not.
swift build -c release --build-tests -Xswiftc -enable-testing --scratch-path .build/release-tests
if [ "${1:-}" = --all ]; then
    exec swift test -c release --skip-build -Xswiftc -enable-testing --scratch-path .build/release-tests --filter RoutingTests
fi
SCHAUFENSTER_PROPERTY_ROUNDS=${ROUNDS:-900}
export SCHAUFENSTER_PROPERTY_ROUNDS
exec swift test -c release --skip-build -Xswiftc -enable-testing --scratch-path .build/release-tests \
    --filter 'RoutingTests.(ExactnessTests|SolverPropertyTests)'
