#!/bin/sh
# A private PostgreSQL cluster, for a normal user and for root alike.
#
#   scripts/postgres.sh start  [DIR] [--throwaway]  start it, making it first if need be (does nothing when it runs)
#   scripts/postgres.sh stop   [DIR]                stop it
#   scripts/postgres.sh status [DIR]                say whether it runs; exit code 0 if so, else 3
#   scripts/postgres.sh url    [DIR]                print its connection string
#   scripts/postgres.sh psql   [DIR] [ARGUMENTS…]   open a terminal on it
#   scripts/postgres.sh remove [DIR]                stop it and delete all its data
#
# DIR is .local/postgres unless given. --throwaway trades durability for speed: for tests only.
# It listens on a Unix socket only: nothing of it can be reached over the network.
set -eu

fail() {
    echo "postgres.sh: $*" >&2
    exit 1
}

usage() {
    sed -n '2,14s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

# The newest installed server's programs; those in PATH only if Debian's folders hold none.
find_programs() {
    programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)
    if [ -z "$programs" ] || [ ! -x "$programs/initdb" ]; then
        initdb=$(command -v initdb 2>/dev/null) || fail "PostgreSQL's server is not installed (Debian: apt-get install postgresql)"
        programs=$(dirname "$initdb")
    fi
}

# PostgreSQL refuses to run as root: then its commands run as another user.
find_user() {
    server_user=$(id -un)
    if [ "$(id -u)" = 0 ]; then
        server_user=postgres
        id "$server_user" >/dev/null 2>&1 || server_user=nobody
        server_group=$(id -gn "$server_user")
    fi
}

as_server() {
    if [ "$(id -u)" != 0 ]; then
        "$@"
    elif command -v setpriv >/dev/null 2>&1; then
        setpriv --reuid="$server_user" --regid="$server_group" --init-groups -- "$@"
    else
        runuser -u "$server_user" -- "$@"
    fi
}

# The folder asked for, or, where the server's user may not go, one under /var/tmp that the folder remembers.
find_place() {
    if [ ! -d "$directory" ]; then
        case $command in
        start) mkdir -p "$directory" ;;
        stop | remove) exit 0 ;;
        status)
            echo "not running"
            exit 3
            ;;
        *) fail "there is no cluster in $directory" ;;
        esac
    fi
    directory=$(cd "$directory" && pwd -P)
    place=$directory
    if [ -f "$directory/elsewhere" ]; then
        place=$(cat "$directory/elsewhere")
    elif [ "$(id -u)" = 0 ] && ! as_server test -x "$directory" -a -r "$directory"; then
        place=/var/tmp/schaufenster-postgres-$(printf %s "$directory" | cksum | cut -d' ' -f1)
        echo "$place" >"$directory/elsewhere"
    fi
    data=$place/data
    # The path of a Unix socket has 107 bytes at most; the server adds "/.s.PGSQL.5432.lock".
    socket=$place/socket
    if [ ${#socket} -gt 85 ]; then
        socket=/tmp/schaufenster-$(printf %s "$place" | cksum | cut -d' ' -f1)
    fi
}

is_running() {
    [ -f "$data/PG_VERSION" ] && (cd / && as_server "$programs/pg_ctl" -D "$data" status >/dev/null 2>&1)
}

create() {
    mkdir -p "$place"
    # initdb makes the folder only when it ends well: an interrupted one leaves nothing that looks like a cluster.
    rm -rf "$place/data.new"
    sync=
    [ "$throwaway" = no ] || sync=--no-sync
    [ "$(id -u)" != 0 ] || chown "$server_user:$server_group" "$place"
    (
        cd "$place"
        as_server "$programs/initdb" -D "$place/data.new" -U schaufenster --auth=trust --encoding=UTF8 --locale=C.UTF-8 $sync \
            >"$place/initdb.log" 2>&1
    ) || fail "initdb failed: $(cat "$place/initdb.log")"
    mv "$place/data.new" "$data"
}

start() {
    if is_running; then return; fi
    if [ -f "$data/PG_VERSION" ]; then
        made=$(cat "$data/PG_VERSION")
        serves=$("$programs/postgres" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
        if [ "$made" != "$serves" ]; then
            older=/usr/lib/postgresql/$made/bin
            [ -x "$older/postgres" ] || fail "the data in $data are PostgreSQL $made's, but $serves is installed; install $made or remove them"
            programs=$older
        fi
    else
        create
    fi
    mkdir -p "$socket"
    if [ "$(id -u)" = 0 ]; then chown "$server_user:$server_group" "$socket"; fi
    # Whoever reaches the socket is the database's superuser: nobody but its owner (and root) may.
    chmod 700 "$socket"
    settings="-c listen_addresses= -c unix_socket_directories='$socket' -c port=5432 -c max_connections=1000 -c shared_buffers=128MB"
    if [ "$throwaway" = yes ]; then
        settings="$settings -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
    fi
    (
        cd "$place"
        as_server "$programs/pg_ctl" -D "$data" -w -t 60 -l "$place/server.log" -o "$settings" start >/dev/null
    ) || fail "the server did not start; the end of $place/server.log: $(tail -n 5 "$place/server.log")"
}

stop() {
    if is_running; then (cd / && as_server "$programs/pg_ctl" -D "$data" -m fast -w stop >/dev/null); fi
}

remove() {
    stop
    rm -rf "$data" "$place/data.new" "$socket" "$place/initdb.log" "$place/server.log" "$directory/elsewhere"
    [ "$place" = "$directory" ] || rmdir "$place" 2>/dev/null || true
    rmdir "$directory" 2>/dev/null || true
}

url() {
    encoded=$(printf %s "$socket" | sed 's/%/%25/g; s/ /%20/g; s/?/%3F/g; s/#/%23/g; s/&/%26/g')
    echo "postgres:///postgres?host=$encoded&port=5432&user=schaufenster"
}

[ $# -ge 1 ] || usage
command=$1
shift
throwaway=no
directory=
if [ "$command" = start ]; then
    for argument in "$@"; do
        case $argument in
        --throwaway) throwaway=yes ;;
        -*) usage ;;
        *) directory=$argument ;;
        esac
    done
elif [ $# -gt 0 ]; then
    directory=$1
    shift
fi
directory=${directory:-.local/postgres}
case $command in
start | stop | status | url | psql | remove) ;;
*) usage ;;
esac
find_programs
find_user
find_place
case $command in
start) start ;;
stop) stop ;;
status)
    if ! is_running; then
        echo "not running"
        exit 3
    fi
    echo "running at $(url)"
    ;;
url) url ;;
psql) exec "$programs/psql" "$(url)" "$@" ;;
remove) remove ;;
esac
