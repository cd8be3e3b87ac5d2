#!/bin/sh
# Everything from a fresh checkout to a running service with a planned sample day. Stays in the foreground.
set -eu
cd "$(dirname "$0")/.."
local_directory=$PWD/.local
port=${PORT:-8080}
binaries=.build/release

scripts/build.sh
mkdir -p "$local_directory/bin"
chmod 700 "$local_directory"

if [ -f "$local_directory/marketplace.pid" ] && kill -0 "$(cat "$local_directory/marketplace.pid")" 2>/dev/null; then
    echo "Schaufenster is already running; 'make stop' ends it." >&2
    exit 1
fi

own_cluster=""
if [ -z "${DATABASE_URL:-}" ]; then
    scripts/postgres.sh start "$local_directory/postgres"
    DATABASE_URL=$(scripts/postgres.sh url "$local_directory/postgres")
    own_cluster=yes
fi
export DATABASE_URL
ln -sf "$PWD/$binaries/dispatch-cli" "$local_directory/bin/dispatch-cli"
ln -sf "$PWD/$binaries/marketplace" "$local_directory/bin/marketplace"

# The key that seals personal data; a playground makes its own once.
if [ -z "${PERSONAL_DATA_KEYS:-}" ]; then
    key_file=$local_directory/personal-data.key
    [ -f "$key_file" ] || (umask 077 && printf 'local:%s\n' "$(head -c 32 /dev/urandom | base64 | tr -d '\n')" >"$key_file")
    PERSONAL_DATA_KEYS=$(cat "$key_file")
fi
export PERSONAL_DATA_KEYS

service=""
finish() {
    trap - INT TERM EXIT
    if [ -n "$service" ]; then
        kill -TERM "$service" 2>/dev/null || true
        wait "$service" 2>/dev/null || true
        rm -f "$local_directory/marketplace.pid"
    fi
    [ -z "$own_cluster" ] || scripts/postgres.sh stop "$local_directory/postgres" || true
}
trap finish EXIT
trap 'exit 0' INT TERM

"$binaries/marketplace" migrate
"$binaries/marketplace" seed seed --tokens "$local_directory/tokens"
"$binaries/marketplace" serve --port "$port" &
service=$!
echo "$service" >"$local_directory/marketplace.pid"

tries=0
until curl -fsS "http://127.0.0.1:$port/health" >/dev/null 2>&1 ||
    "$binaries/dispatch-cli" health --url "http://127.0.0.1:$port" >/dev/null 2>&1; do
    kill -0 "$service" 2>/dev/null || {
        echo "The service ended before it was ready; its log is above." >&2
        exit 1
    }
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || {
        echo "The service did not answer on port $port within a minute." >&2
        exit 1
    }
    sleep 0.5
done

cat <<NEXT

  Schaufenster is open:  http://127.0.0.1:$port

  What to try next, in another terminal:
    export PATH="$local_directory/bin:\$PATH"
    dispatch-cli login --url http://127.0.0.1:$port --token-file .local/tokens/dispatcher
    dispatch-cli status            # the day at a glance
    dispatch-cli tours             # today's tours with arrival times
    dispatch-cli assign --auto     # riders on tours
  The whole walk: docs/first-day.md.  Ctrl-C or 'make stop' ends it, 'make reset' starts afresh.

NEXT
wait "$service"
