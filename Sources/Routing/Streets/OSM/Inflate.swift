import CZlib

/// Decompression with the system's zlib.
enum Inflate {
    struct Failed: Error {}

    enum Format: Int32 {
        /// With zlib's header and check sum (RFC 1950), as in PBF blobs.
        case zlib = 15
        /// Bare deflate data (RFC 1951), as in ZIP archives.
        case raw = -15
    }

    /// Inflates into exactly `size` bytes.
    ///
    /// - Throws: ``Failed`` when the data is broken, too short, or inflates to another size.
    static func bytes(_ input: UnsafeBufferPointer<UInt8>, size: Int, format: Format) throws(Failed) -> [UInt8] {
        guard size > 0, input.count <= Int(UInt32.max), size <= Int(UInt32.max) else { throw Failed() }
        var isComplete = false
        let output = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var stream = z_stream()
            guard czlib_inflate_init(&stream, format.rawValue) == Z_OK else { return }
            defer { inflateEnd(&stream) }
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(input.count)
            stream.next_out = buffer.baseAddress
            stream.avail_out = UInt32(size)
            isComplete = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0
            count = isComplete ? size : 0
        }
        guard isComplete else { throw Failed() }
        return output
    }
}
