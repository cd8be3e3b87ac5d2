import Foundation
import HTTPTypes
import Hummingbird

/// A form with one file that is small enough to be kept in memory, and its other fields.
struct UploadForm: Sendable {
    private(set) var file: [UInt8] = []
    private var fields: [String: String] = [:]

    /// - Parameter limit: in bytes, of the whole form.
    /// - Throws: ``MultipartError``.
    init(_ request: Request, upTo limit: Int) async throws {
        var parser = MultipartParser(boundary: try MultipartBoundary(contentType: request.headers[.contentType]))
        var length = 0
        var part: MultipartHead?
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            length += buffer.readableBytes
            guard length <= limit else { throw MultipartError.tooLong }
            parser.append(buffer.readableBytesView)
            while let event = try parser.next() {
                switch event {
                case .part(let head): (part, bytes) = (head, [])
                case .bytes(let more): bytes += more
                case .endOfPart: keep(bytes, of: part)
                case .endOfBody: break
                }
            }
        }
        try parser.finish()
        guard !file.isEmpty else { throw MultipartError.fileMissing }
    }

    private mutating func keep(_ bytes: [UInt8], of part: MultipartHead?) {
        guard let part else { return }
        if part.fileName == nil {
            fields[part.name] = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        } else if file.isEmpty {
            file = bytes
        }
    }

    /// A field's text without white space at its ends; empty when the form lacks it.
    subscript(name: String) -> String { fields[name] ?? "" }
}
