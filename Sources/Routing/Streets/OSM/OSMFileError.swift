/// Why an OpenStreetMap file could not be read, in one sentence for the person who supplied it.
public struct OSMFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's name as it was given.
    public var file: String
    /// The byte of the file at or before which it is broken; `nil` when it could not be opened at all.
    public var offset: Int?
    /// What is wrong there.
    public var reason: String

    public var description: String {
        guard let offset else { return "\(file): \(reason)." }
        return "\(file) is broken at byte \(offset): \(reason)."
    }
}

/// A broken place found while decoding, before the file's name is known.
struct OSMFormatError: Error {
    var offset: Int
    var reason: String
}
