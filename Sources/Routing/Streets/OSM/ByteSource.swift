import Foundation

/// The bytes of a file or of an array, read from front to back.
struct ByteSource {
    struct CannotOpen: Error {
        var path: String
        var reason: String
    }

    /// The number of bytes handed out so far.
    private(set) var offset = 0
    /// The number of bytes in all.
    let size: Int
    private let file: FileHandle?
    private let bytes: [UInt8]
    private var peeked: [UInt8] = []

    init(path: String) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw CannotOpen(path: path, reason: "there is no such file")
        }
        guard !isDirectory.boolValue else { throw CannotOpen(path: path, reason: "this is a folder, not a file") }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CannotOpen(path: path, reason: "the file cannot be opened for reading")
        }
        do {
            size = Int(try handle.seekToEnd())
            try handle.seek(toOffset: 0)
        } catch {
            throw CannotOpen(path: path, reason: "the file cannot be read")
        }
        file = handle
        bytes = []
    }

    init(bytes: [UInt8]) {
        file = nil
        self.bytes = bytes
        size = bytes.count
    }

    /// Up to `count` of the next bytes, which stay to be read.
    mutating func peek(_ count: Int) throws -> [UInt8] {
        if peeked.isEmpty { peeked = try take(count) }
        return peeked
    }

    /// The next bytes; fewer than `count` only at the end.
    mutating func read(_ count: Int) throws -> [UInt8] {
        var result = Array(peeked.prefix(count))
        peeked.removeFirst(result.count)
        offset += result.count
        if result.count < count {
            let more = try take(count - result.count)
            offset += more.count
            result += more
        }
        return result
    }

    private func take(_ count: Int) throws -> [UInt8] {
        guard let file else {
            let start = offset + peeked.count
            return Array(bytes[min(start, bytes.count)..<min(start + count, bytes.count)])
        }
        do {
            return try [UInt8](file.read(upToCount: count) ?? Data())
        } catch {
            throw OSMFormatError(offset: offset, reason: "the disk could not be read (\(error.localizedDescription))")
        }
    }
}
