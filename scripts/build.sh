#!/bin/sh
# Builds the service and the terminal for production use.
set -eu
cd "$(dirname "$0")/.."
scripts/prerequisites.sh
swift build -c release --product marketplace
swift build -c release --product dispatch-cli
