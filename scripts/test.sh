#!/usr/bin/env bash
# Every test, against a throw-away PostgreSQL cluster. Arguments go to `swift test` (e.g. --filter OrdersTests).
# What failed is run once more by itself, and told at the very end: by name, with its reasons.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/prerequisites.sh curl jq tmux

work=$(mktemp -d /tmp/schaufenster-test.XXXXXX)
cleanup() {
    [ ! -d "$work/cluster" ] || scripts/postgres.sh remove "$work/cluster" >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' INT TERM
if [ -z "${TEST_DATABASE_URL:-}" ]; then
    # The cluster's own user has to reach it.
    chmod 755 "$work"
    mkdir "$work/cluster"
    scripts/postgres.sh start "$work/cluster" --throwaway
    TEST_DATABASE_URL=$(scripts/postgres.sh url "$work/cluster")
    export TEST_DATABASE_URL
fi
swift build --build-tests

parts=()
broken=0
# Runs one part of the tests in a process of its own; what happens in it is noted as it happens, so that also a crash can be told.
run() {
    local part=$1 status=0
    shift
    parts+=("$part")
    swift test --skip-build --event-stream-version 0 --event-stream-output-path "$work/$part.events" "$@" || status=$?
    touch "$work/$part.events"
    failed "$part" > "$work/$part.failed"
    # Without an end, or failed by something else than a test, is nothing that running a test again could mend.
    if [ -z "$(closing_lines "$part")" ] || { [ "$status" != 0 ] && [ ! -s "$work/$part.failed" ]; } || [ -n "$(strays "$part")" ]; then
        broken=1
    fi
}

# The lines of a part that can be read: the last may be cut off.
events() { jq -R -c 'fromjson? // empty' "$work/$1.events"; }

# The tests that failed: identifier, a tab, its place in the source.
failed() {
    events "$1" | jq -r -n '[inputs] |
        (map(select(.kind == "test" and .payload.kind == "function") | .payload.id) | unique) as $tests |
        map(select(.kind == "event" and .payload.kind == "testEnded" and any(.payload.messages[]; .symbol == "fail")).payload.testID) |
        unique[] | select(IN($tests[])) | capture("^(?<name>.*)/(?<place>[^/]*)$") | "\(.name)\t\(.place)"'
}

# What went wrong outside of any test that failed, such as in a task that outlived its test.
strays() {
    events "$1" | jq -r --rawfile failed "$work/$1.failed" '($failed | split("\n") | map(sub("\t"; "/"))) as $failed |
        select(.kind == "event" and .payload.kind == "issueRecorded" and any(.payload.messages[]; .symbol == "fail")).payload |
        select(IN(.testID; $failed[]) | not) | "\(.testID // "no test"): \(.messages[].text)"'
}

# The tests that were begun and not ended.
unfinished() {
    events "$1" | jq -r -n '[inputs | select(.kind == "event").payload] |
        (map(select(.kind == "testStarted").testID) - map(select(.kind == "testEnded" or .kind == "testSkipped").testID))[] |
        select(test("/.*/"))'
}

closing_lines() {
    events "$1" | jq -r 'select(.kind == "event" and .payload.kind == "runEnded").payload.messages[] |
        (if .symbol == "fail" then "✘ " elif .symbol == "pass" or .symbol == "passWithKnownIssue" then "✔ " else "  " end) + .text'
}

# Each test of the list, and what was wrong with it.
reasons() {
    local name place
    while IFS=$'\t' read -r name place; do
        echo "✘ $name ($place)"
        events "$1" | jq -r --arg id "$name/$place" \
            'select(.kind == "event" and .payload.kind == "issueRecorded" and .payload.testID == $id).payload |
            (.issue.sourceLocation // {} | if .line then "line \(.line): " else "" end) as $line |
            .messages | to_entries[] | "    " + (if .key == 0 then $line else "  " end) + .value.text'
    done < "$2"
}

if [ $# -gt 0 ]; then
    run chosen --parallel "$@"
else
    # The solver's and the simulation's tests keep every core busy for minutes: apart, so that they starve no test with a clock. What measures
    # the memory of its process has one to itself.
    run planning --parallel --filter 'RoutingTests|SimulationTests'
    run others --parallel --skip 'RoutingTests|SimulationTests|ImportMemoryTests'
    run memory --filter ImportMemoryTests
fi
first=("${parts[@]}")

for part in "${first[@]}"; do cat "$work/$part.failed"; done | sort -u > "$work/again"
: > "$work/again.failed"
count=$(wc -l < "$work/again")
# More than a few are no chance.
most=20
if [ "$count" -gt 0 ] && [ "$count" -le "$most" ]; then
    echo
    echo "$count failed; once more, by themselves:"
    filters=()
    while IFS= read -r name; do filters+=(--filter "$name"); done < <(cut -f 1 "$work/again" | sed 's/[][\\.*^$()+?{}|]/\\&/g; s/^/^/')
    run again --no-parallel "${filters[@]}"
    # What did not run again has not passed.
    events again | jq -r 'select(.kind == "event" and .payload.kind == "testEnded" and any(.payload.messages[]; .symbol == "pass" or .symbol == "passWithKnownIssue")).payload.testID' |
        sort -u > "$work/passed"
    while IFS=$'\t' read -r name place; do
        grep -qxF "$name/$place" "$work/passed" || printf '%s\t%s\n' "$name" "$place"
    done < "$work/again" > "$work/again.failed"
elif [ "$count" -gt "$most" ]; then
    cp "$work/again" "$work/again.failed"
fi
comm -23 "$work/again" <(sort "$work/again.failed") > "$work/flaky"

echo
echo "──────── Tests ────────"
for part in "${first[@]}"; do
    if [ -s "$work/flaky" ]; then
        grep -xFf "$work/flaky" "$work/$part.failed" > "$work/list" || true
        [ ! -s "$work/list" ] || reasons "$part" "$work/list" | sed 's/^✘/FLAKY: passed when run again:/'
    fi
    if [ -s "$work/again.failed" ]; then
        grep -xFf "$work/again.failed" "$work/$part.failed" > "$work/list" || true
        [ ! -s "$work/list" ] || reasons "$part" "$work/list"
    fi
done
for part in "${parts[@]}"; do
    echo "$part:"
    strays "$part" | sed 's/^/✘ /'
    closing_lines "$part"
    if [ -z "$(closing_lines "$part")" ]; then
        echo "✘ The run broke off. Under way were:"
        unfinished "$part" | sed 's/^/    /'
    fi
done
if [ "$broken" != 0 ] || [ -s "$work/again.failed" ]; then
    [ ! -s "$work/again.failed" ] || echo "✘ $(wc -l < "$work/again.failed") failed: $(cut -f 1 "$work/again.failed" | tr '\n' ' ')"
    exit 1
fi
[ ! -s "$work/flaky" ] || echo "✔ Passed, but $(wc -l < "$work/flaky") only when run again (FLAKY, above): $(cut -f 1 "$work/flaky" | tr '\n' ' ')"
