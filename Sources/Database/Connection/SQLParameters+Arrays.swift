extension SQLParameters {
    /// The parameters as libpq takes them: arrays of values, lengths and formats (all binary), valid during the call.
    func withArrays<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        guard count > 0 else { return body(nil, nil, nil) }
        return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
                bytes.withUnsafeBytes { bytes in
                    for (index, slot) in slots.enumerated() {
                        values.initializeElement(at: index, to: SQLParameters.start(of: slot, in: bytes))
                        numbers.initializeElement(at: index, to: Int32(max(0, slot.length)))
                        numbers.initializeElement(at: count + index, to: 1)
                    }
                    let formats = UnsafePointer(numbers.baseAddress?.advanced(by: count))
                    return body(UnsafePointer(values.baseAddress), UnsafePointer(numbers.baseAddress), formats)
                }
            }
        }
    }

    /// `nil` only for NULL, which is what libpq takes it for; an empty value may lie in an empty buffer.
    private static func start(of slot: Slot, in bytes: UnsafeRawBufferPointer) -> UnsafePointer<CChar>? {
        if slot.length < 0 { return nil }
        guard let base = bytes.baseAddress, slot.length > 0 else { return emptyValue }
        return (base + slot.offset).assumingMemoryBound(to: CChar.self)
    }

    // Never written to and never freed.
    private nonisolated(unsafe) static let emptyValue: UnsafePointer<CChar> = {
        let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return UnsafePointer(byte)
    }()
}
