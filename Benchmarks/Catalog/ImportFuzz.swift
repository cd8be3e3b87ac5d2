/// What libFuzzer calls with bytes of its own making (`Benchmarks/Catalog/fuzz.sh`): the first says in what pieces the rest comes and to whom.
/// A row that fits no table, a problem without words, another result in other pieces: each stops the run like a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    let shops = Int(start[0] & 1) + 1
    let outcome = ImportInvariants.read(bytes, pieceSize: bytes.count, shops: shops)
    if let violation = ImportInvariants.violation(in: outcome) { fatalError(violation) }
    if start[0] & 2 != 0 {
        let pieces = ImportInvariants.read(bytes, pieceSize: Int(start[0] >> 2) + 1, shops: shops)
        precondition(pieces == outcome, "pieces of \((start[0] >> 2) + 1) bytes give something else")
    }
    return 0
}
