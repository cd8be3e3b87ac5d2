/// The frames of an `.osm.pbf` file: header lengths, blob headers, compressed blobs.
///
/// Source: https://wiki.openstreetmap.org/wiki/PBF_Format, whose limits bound what a broken file can make us allocate.
struct PBFReader {
    static let longestBlobHeader = 64 * 1024
    static let longestBlob = 32 * 1024 * 1024

    private static let supportedFeatures: Set<String> = ["OsmSchema-V0.6", "DenseNodes"]

    private var source: ByteSource
    private let kinds: OSMElementKinds

    init(source: ByteSource, kinds: OSMElementKinds) {
        self.source = source
        self.kinds = kinds
    }

    mutating func read(into visitor: inout some OSMVisitor, progress: (Double) -> Void) throws {
        var sawHeader = false
        while true {
            let offset = source.offset
            guard let frame = try nextFrame() else { break }
            do {
                switch frame.type {
                case "OSMHeader":
                    try Self.checkHeader(try Self.inflate(frame.blob))
                    sawHeader = true
                case "OSMData":
                    guard sawHeader else { throw ProtobufCursor.Malformed(reason: "data comes before the header") }
                    let block = try Self.inflate(frame.blob)
                    try block.withUnsafeBufferPointer { bytes in
                        var decoder = try PBFBlock(bytes)
                        try decoder.visitElements(kinds, visitor: &visitor)
                    }
                default:
                    break
                }
            } catch let error as ProtobufCursor.Malformed {
                throw OSMFormatError(offset: offset, reason: error.reason)
            }
            progress(Double(source.offset) / Double(max(source.size, 1)))
        }
        guard sawHeader else { throw OSMFormatError(offset: source.offset, reason: "the file has no OSMHeader block") }
    }

    private struct Frame {
        var type: String
        var blob: [UInt8]
    }

    private mutating func nextFrame() throws -> Frame? {
        let offset = source.offset
        let prefix = try source.read(4)
        if prefix.isEmpty { return nil }
        guard prefix.count == 4 else { throw OSMFormatError(offset: offset, reason: "the last block is cut off") }
        let headerLength = prefix.reduce(0) { $0 << 8 | Int($1) }
        guard headerLength > 0, headerLength <= Self.longestBlobHeader else {
            throw OSMFormatError(offset: offset, reason: "this is neither .osm.pbf nor .osm XML, or a block header is damaged")
        }
        let header = try source.read(headerLength)
        guard header.count == headerLength else { throw OSMFormatError(offset: offset, reason: "a block header is cut off") }
        var type = ""
        var size = -1
        do {
            try header.withUnsafeBufferPointer { bytes in
                var cursor = ProtobufCursor(bytes)
                while let field = try cursor.field() {
                    switch (field.number, field.type) {
                    case (1, .bytes): type = String(decoding: try cursor.bytes(), as: UTF8.self)
                    case (3, .varint): size = Int(truncatingIfNeeded: try cursor.varint())
                    default: try cursor.skip(field.type)
                    }
                }
            }
        } catch let error as ProtobufCursor.Malformed {
            throw OSMFormatError(offset: offset, reason: error.reason)
        }
        guard size >= 0, size <= Self.longestBlob else {
            throw OSMFormatError(offset: offset, reason: "a block claims a size that the format forbids")
        }
        let blob = try source.read(size)
        guard blob.count == size else { throw OSMFormatError(offset: offset, reason: "the last block is cut off") }
        return Frame(type: type, blob: blob)
    }

    /// The content of a blob, stored or zlib-compressed.
    private static func inflate(_ blob: [UInt8]) throws -> [UInt8] {
        try blob.withUnsafeBufferPointer { bytes in
            var cursor = ProtobufCursor(bytes)
            var size = -1
            var compressed: UnsafeBufferPointer<UInt8>?
            while let field = try cursor.field() {
                switch (field.number, field.type) {
                case (1, .bytes): return [UInt8](try cursor.bytes())
                case (2, .varint): size = Int(truncatingIfNeeded: try cursor.varint())
                case (3, .bytes): compressed = try cursor.bytes()
                case (4...7, .bytes):
                    throw ProtobufCursor.Malformed(reason: "a block is packed with something other than zlib")
                default: try cursor.skip(field.type)
                }
            }
            guard let compressed else { throw ProtobufCursor.Malformed(reason: "a block has no content") }
            guard size >= 0, size <= longestBlob else {
                throw ProtobufCursor.Malformed(reason: "a block claims a size that the format forbids")
            }
            if size == 0 { return [] }
            do {
                return try Inflate.bytes(compressed, size: size, format: .zlib)
            } catch {
                throw ProtobufCursor.Malformed(reason: "a block cannot be decompressed")
            }
        }
    }

    /// Refuses files that need a feature this reader does not have.
    private static func checkHeader(_ header: [UInt8]) throws {
        try header.withUnsafeBufferPointer { bytes in
            var cursor = ProtobufCursor(bytes)
            while let field = try cursor.field() {
                guard field.number == 4, field.type == .bytes else {
                    try cursor.skip(field.type)
                    continue
                }
                let feature = String(decoding: try cursor.bytes(), as: UTF8.self)
                guard supportedFeatures.contains(feature) else {
                    throw ProtobufCursor.Malformed(
                        reason: "the file needs the feature “\(feature.prefix(80))”, which is not supported")
                }
            }
        }
    }
}
