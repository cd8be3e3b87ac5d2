#!/bin/sh
# Deletes the playground of `make run`.
set -eu
cd "$(dirname "$0")/.."
[ ! -d .local/postgres ] || scripts/postgres.sh remove "$PWD/.local/postgres"
rm -rf .local
echo "All data of 'make run' is gone; the next 'make run' loads the sample city again."
