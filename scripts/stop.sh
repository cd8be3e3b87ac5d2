#!/bin/sh
# Ends what `make run` started: the service, then its private cluster.
set -eu
cd "$(dirname "$0")/.."
pid_file=.local/marketplace.pid
if [ -f "$pid_file" ]; then
    pid=$(cat "$pid_file")
    kill -TERM "$pid" 2>/dev/null || true
    tries=0
    while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    rm -f "$pid_file"
fi
[ ! -d .local/postgres ] || scripts/postgres.sh stop "$PWD/.local/postgres"
