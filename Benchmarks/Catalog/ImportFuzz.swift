/// What libFuzzer calls with bytes of its own making (`Benchmarks/Catalog/fuzz.sh`): ``ImportInvariants/violation(ofInput:)`` stops the run like a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start else { return 0 }
    if let violation = ImportInvariants.violation(ofInput: UnsafeBufferPointer(start: start, count: count)) {
        fatalError(violation)
    }
    return 0
}
