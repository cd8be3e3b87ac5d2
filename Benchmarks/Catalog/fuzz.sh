#!/usr/bin/env bash
# Fuzzes the reading of catalogs with libFuzzer, which comes with the Swift toolchain: whatever the bytes, rows fit the tables and problems can be told.
# The module is compiled once more, so that libFuzzer sees which ways it takes, and linked with what the release build has of the modules below.
#
# usage: Benchmarks/Catalog/fuzz.sh [SECONDS | RUNS runs]    (60 seconds by default)
set -euo pipefail
cd "$(dirname "$0")/../.."
limit=-max_total_time=${1:-60}
[ "${2:-}" = runs ] && limit=-runs=$1
swift build -c release --target Catalog
built=$(swift build -c release --target Catalog --show-bin-path)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/corpus" "$work/crashes"
# The first byte of an input says how it is read; each sample is tried in one piece and in small ones.
for file in Tests/Fixtures/feeds/* Tests/Fixtures/feeds-broken/*; do
    for first in 001 036; do
        { printf "\\$first"; cat "$file"; } > "$work/corpus/$(basename "$file")-$first"
    done
done
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
SWIFT_BACKTRACE=enable=no "$work/fuzz" "$limit" -rss_limit_mb=1024 -timeout=10 -max_len=4096 -artifact_prefix="$work/crashes/" \
    -dict=Benchmarks/Catalog/import.dict -print_final_stats=1 "$work/corpus" || failed=1
if [ -n "$(ls "$work/crashes")" ] || [ -n "${failed:-}" ]; then
    mkdir -p fuzz-crashes
    cp -r "$work/crashes/." fuzz-crashes
    echo "crashes kept in fuzz-crashes/" >&2
    exit 1
fi
