#!/usr/bin/env bash
# Fuzzes the reading of catalogs with libFuzzer, which comes with the Swift toolchain: whatever the bytes, rows fit the tables and problems can be told.
# The module is compiled once more, so that libFuzzer sees which ways it takes, and linked with what the release build has of the modules below.
#
# usage: Benchmarks/Catalog/fuzz.sh [SECONDS | RUNS runs]    (60 seconds by default)
#        CORPUS=folder Benchmarks/Catalog/fuzz.sh …          keeps what it finds in the folder, begins with it the next time, and minimises it at the end
#        CORPUS=folder Benchmarks/Catalog/fuzz.sh pack       writes corpus.txt, which every run begins with, from the folder: an input a line, in base64
set -euo pipefail
cd "$(dirname "$0")/../.."
limit=-max_total_time=${1:-60}
[ "${2:-}" = runs ] && limit=-runs=$1
packed=Benchmarks/Catalog/corpus.txt
[ "${1:-}" != pack ] || [ -d "${CORPUS:-}" ] || {
    echo "fuzz.sh: say which folder is to be packed: CORPUS=folder" >&2
    exit 2
}
swift build -c release --target Catalog
built=$(swift build -c release --target Catalog --show-bin-path)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/seeds" "$work/crashes"
found=${CORPUS:-$work/found}
mkdir -p "$found"
# The first byte of an input says how it is read; each sample is tried in one piece and in small ones.
for file in Tests/Fixtures/feeds/* Tests/Fixtures/feeds-broken/*; do
    for first in 001 036; do
        { printf "\\$first"; cat "$file"; } > "$work/seeds/$(basename "$file")-$first"
    done
done
number=0
while IFS= read -r line; do
    number=$((number + 1))
    base64 -d <<<"$line" > "$work/seeds/packed-$number"
done < <(cat "$packed" 2>/dev/null)
maps=$(find Sources -name module.modulemap -printf '-Xcc -fmodule-map-file=%p ')
includes=$(find .build/checkouts -type d -name include -path '*Sources*' -printf '-I %p ')
# What Catalog needs of others: every object of the build but its own and those of what is built on it.
find "$built" -name '*.o' -not -path '*-tool.build/*' -not -path '*Tests.build/*' -not -path '*Benchmarks.build/*' |
    grep -vE '/(Catalog|Orders|Delivery|Marketplace|Routing|Curl|Pictures|dispatch[-_]cli|TestSupport)\.build/' | sed 's/.*/"&"/' > "$work/objects"
# shellcheck disable=SC2046,SC2086
swiftc -O -wmo -parse-as-library -module-name Catalog -swift-version 6 -sanitize=fuzzer -suppress-warnings \
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature InternalImportsByDefault \
    -I "$built/Modules" -I $(pg_config --includedir) $maps $includes $(find Sources/Catalog -name '*.swift') "$built/Catalog.build/DerivedSources/resource_bundle_accessor.swift" \
    Tests/CatalogTests/Parsing/ImportInvariants.swift Benchmarks/Catalog/ImportFuzz.swift @"$work/objects" -lpq -lz -o "$work/fuzz"
# Swift's own report of a crash would keep libFuzzer from writing the input down.
fuzz() {
    SWIFT_BACKTRACE=enable=no "$work/fuzz" -rss_limit_mb=1024 -timeout=10 -max_len=4096 -artifact_prefix="$work/crashes/" "$@"
}
# Leaves one input, the smallest, for each way through the code.
minimise() {
    mkdir "$work/minimised"
    fuzz -merge=1 "$@" "$work/minimised" "$found" "$work/seeds" 2>&1 | tail -n 3 >&2
}
if [ "${1:-}" = pack ]; then
    # How often a way is taken does not count here: each once is what a test has time for.
    minimise -use_counters=0
    # The small ones, as far as a repository has room for.
    find "$work/minimised" -type f -printf '%s %p\n' | sort -n | while read -r _ file; do
        base64 -w0 "$file"
        echo
    done | awk '{ size += length + 1 } size <= 300000' | LC_ALL=C sort > "$packed"
    wc -l -c "$packed"
    exit
fi
fuzz "$limit" -dict=Benchmarks/Catalog/import.dict -print_final_stats=1 "$found" "$work/seeds" || failed=1
if [ -n "$(ls "$work/crashes")" ] || [ -n "${failed:-}" ]; then
    mkdir -p fuzz-crashes
    cp -r "$work/crashes/." fuzz-crashes
    echo "crashes kept in fuzz-crashes/" >&2
    exit 1
fi
if [ -n "${CORPUS:-}" ]; then
    minimise
    rm -rf "$found"
    mv "$work/minimised" "$found"
fi
