#!/bin/sh
# Builds the service and the terminal for production use. Nothing to do when no source is newer than what was built.
set -eu
cd "$(dirname "$0")/.."
scripts/prerequisites.sh

built=.build/release/schaufenster.built
if [ -x .build/release/marketplace ] && [ -x .build/release/dispatch-cli ] && [ -e "$built" ] &&
    [ -z "$(find Package.swift Sources -newer "$built" -print -quit)" ]; then
    exit 0
fi
started=$(mktemp)
trap 'rm -f "$started"' EXIT
swift build -c release --product marketplace
swift build -c release --product dispatch-cli
# As old as the start of the build: what was changed meanwhile counts as newer.
touch -r "$started" "$built"
