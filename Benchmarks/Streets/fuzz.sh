#!/usr/bin/env bash
# Fuzzes the readers of .osm.pbf and .osm with libFuzzer and the address sanitizer.
#
# usage: Benchmarks/Streets/fuzz.sh [SECONDS]    (60 by default; clang's runtime comes with the Swift toolchain)
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/corpus" "$work/crashes"
cp Tests/RoutingTests/Streets/Fixtures/village.osm "$work/corpus/"
find ../shared/osm/fixtures -name '*.osm.pbf' -exec cp {} "$work/corpus/" \; 2>/dev/null || true
cat > "$work/Fuzz.swift" <<'SWIFT'
/// Whatever the bytes are, the readers say what is wrong or hand out elements; anything else is a crash that libFuzzer reports.
private struct Sink: OSMVisitor {}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    var sink = Sink()
    do {
        try OSMFile(name: "fuzz", bytes: bytes).read(.all, into: &sink)
    } catch {
        precondition(error is OSMFileError, "an error without a sentence: \(error)")
    }
    return 0
}
SWIFT
swiftc -O -Ounchecked -parse-as-library -sanitize=fuzzer,address -enable-upcoming-feature ExistentialAny \
    -enable-upcoming-feature MemberImportVisibility -swift-version 6 -I Sources/CZlib -Xcc -fmodule-map-file=Sources/CZlib/module.modulemap \
    Sources/Routing/Model/Units.swift Sources/Routing/Streets/OSM/*.swift Sources/Routing/Streets/Graph/NodeIndex.swift "$work/Fuzz.swift" -lz -o "$work/fuzz"
ASAN_OPTIONS=detect_leaks=0 "$work/fuzz" -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=10 -max_len=300000 \
    -artifact_prefix="$work/crashes/" "$work/corpus"
if [ -n "$(ls "$work/crashes")" ]; then cp -r "$work/crashes" fuzz-crashes; echo "crashes kept in fuzz-crashes/" >&2; exit 1; fi
