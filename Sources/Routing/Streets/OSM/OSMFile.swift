/// An OpenStreetMap extract, as `.osm.pbf` or as `.osm` XML; which of both is seen from its first bytes.
///
/// Reading is a stream: memory stays bounded by the size of one block, whatever the file's size.
/// The data is © OpenStreetMap contributors under the ODbL; what is shown of it needs ``attribution``.
public struct OSMFile: Sendable {
    /// The line that every map drawn from the data must show.
    public static let attribution = "© OpenStreetMap contributors"

    private enum Origin: Sendable {
        case path(String)
        case bytes([UInt8])
    }

    /// The name used in messages.
    public let name: String
    private let origin: Origin

    public init(path: String) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        origin = .path(path)
    }

    /// A file that is already in memory.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        origin = .bytes(bytes)
    }

    /// Walks over the file once and hands every element of `kinds` to `visitor`.
    ///
    /// - Parameter progress: called now and then with the part of the file that has been read, 0 to 1.
    /// - Throws: ``OSMFileError`` with the byte where the file is broken; elements before it have been visited.
    public func read(_ kinds: OSMElementKinds, into visitor: inout some OSMVisitor, progress: (Double) -> Void = { _ in }) throws
    {
        do {
            var source: ByteSource
            switch origin {
            case .path(let path): source = try ByteSource(path: path)
            case .bytes(let bytes): source = ByteSource(bytes: bytes)
            }
            let start = try source.peek(64)
            guard !start.isEmpty else { throw OSMFormatError(offset: 0, reason: "the file is empty") }
            if XMLReader.recognises(start) {
                var reader = XMLReader(source: source, kinds: kinds)
                try reader.read(into: &visitor, progress: progress)
            } else {
                var reader = PBFReader(source: source, kinds: kinds)
                try reader.read(into: &visitor, progress: progress)
            }
            progress(1)
        } catch let error as OSMFormatError {
            throw OSMFileError(file: name, offset: error.offset, reason: error.reason)
        } catch let error as ByteSource.CannotOpen {
            throw OSMFileError(file: error.path, offset: nil, reason: error.reason)
        }
    }
}
