/// Just enough of ZIP to take the only file out of an archive, as elevation tiles are handed out.
///
/// Source: PKWARE APPNOTE.TXT, section 4.3.
enum ZipArchive {
    /// No elevation tile is larger (3601 × 3601 heights).
    static let largestFile = 32 * 1024 * 1024

    /// The content of the archive's first file; `nil` when it is broken, packed in another way or too large.
    static func firstFile(_ archive: [UInt8]) -> [UInt8]? {
        // The central directory has the sizes even where the local header leaves them out.
        guard let directory = find([0x50, 0x4B, 0x01, 0x02], in: archive), directory + 46 <= archive.count else { return nil }
        let method = number(archive, directory + 10, 2)
        let packedSize = number(archive, directory + 20, 4)
        let size = number(archive, directory + 24, 4)
        let local = number(archive, directory + 42, 4)
        guard local + 30 <= archive.count, size > 0, size <= largestFile else { return nil }
        let start = local + 30 + number(archive, local + 26, 2) + number(archive, local + 28, 2)
        guard start + packedSize <= archive.count else { return nil }
        switch method {
        case 0 where size == packedSize: return Array(archive[start..<start + size])
        case 8:
            return archive.withUnsafeBufferPointer { bytes in
                try? Inflate.bytes(UnsafeBufferPointer(rebasing: bytes[start..<start + packedSize]), size: size, format: .raw)
            }
        default: return nil
        }
    }

    private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    /// The last place of a signature.
    private static func find(_ signature: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= signature.count else { return nil }
        return stride(from: bytes.count - signature.count, through: 0, by: -1).first { offset in
            bytes[offset] == signature[0] && bytes[offset..<offset + signature.count].elementsEqual(signature)
        }
    }
}
