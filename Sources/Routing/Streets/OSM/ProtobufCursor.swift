/// Reads the wire format of protocol buffers from a run of bytes without copying.
///
/// Every read is checked against the end, also in builds without bounds checks: the bytes come from outside.
/// Source: https://protobuf.dev/programming-guides/encoding/
struct ProtobufCursor {
    struct Malformed: Error {
        var reason: String
    }

    enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case bytes = 2
        case fixed32 = 5
    }

    private(set) var position: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        // An empty buffer may have no base address; any address serves, as position == end is never read.
        position = bytes.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
        end = position + bytes.count
    }

    var isAtEnd: Bool { position == end }
    var remaining: Int { end - position }

    @inline(__always)
    mutating func varint() throws(Malformed) -> UInt64 {
        guard position < end else { throw Malformed(reason: "a number is cut off") }
        let first = position.pointee
        if first < 0x80 {
            position += 1
            return UInt64(first)
        }
        return try longVarint()
    }

    private mutating func longVarint() throws(Malformed) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            guard position < end else { throw Malformed(reason: "a number is cut off") }
            let byte = position.pointee
            position += 1
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        throw Malformed(reason: "a number is longer than 64 bits")
    }

    /// A zigzag-encoded number.
    @inline(__always)
    mutating func signedVarint() throws(Malformed) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw &>> 1) ^ (0 &- Int64(bitPattern: raw & 1))
    }

    /// The next field's number and wire type; `nil` at the end.
    mutating func field() throws(Malformed) -> (number: UInt64, type: WireType)? {
        if isAtEnd { return nil }
        let key = try varint()
        guard let type = WireType(rawValue: key & 7), key >> 3 > 0 else {
            throw Malformed(reason: "a field has an unknown type")
        }
        return (key >> 3, type)
    }

    /// The bytes of a length-delimited field.
    mutating func bytes() throws(Malformed) -> UnsafeBufferPointer<UInt8> {
        let length = try varint()
        guard length <= UInt64(remaining) else { throw Malformed(reason: "a field reaches past the end of its block") }
        let start = position
        position += Int(length)
        return UnsafeBufferPointer(start: start, count: Int(length))
    }

    mutating func skip(_ type: WireType) throws(Malformed) {
        switch type {
        case .varint: _ = try varint()
        case .bytes: _ = try bytes()
        case .fixed64: try advance(8)
        case .fixed32: try advance(4)
        }
    }

    private mutating func advance(_ count: Int) throws(Malformed) {
        guard remaining >= count else { throw Malformed(reason: "a number is cut off") }
        position += count
    }
}
