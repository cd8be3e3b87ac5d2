import HTTPTypes
import Hummingbird

/// The bytes of one file of a form, as they come in: what else the form has is passed over, and nothing is kept.
///
/// Read it once; it takes the bytes from the request.
struct MultipartFile: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    private let body: RequestBody
    private let boundary: MultipartBoundary
    private let field: String

    /// - Parameter field: the form field's name.
    /// - Throws: ``MultipartError/notMultipart``.
    init(_ field: String, of request: Request) throws(MultipartError) {
        body = request.body
        boundary = try MultipartBoundary(contentType: request.headers[.contentType])
        self.field = field
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(body: body.makeAsyncIterator(), parser: MultipartParser(boundary: boundary), field: field)
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var body: RequestBody.AsyncIterator
        fileprivate var parser: MultipartParser
        fileprivate let field: String
        private var isInFile = false
        private var hasFile = false

        fileprivate init(body: RequestBody.AsyncIterator, parser: MultipartParser, field: String) {
            self.body = body
            self.parser = parser
            self.field = field
        }

        /// - Throws: ``MultipartError`` when the form cannot be read or has no such file.
        mutating func next() async throws -> [UInt8]? {
            while true {
                while let event = try parser.next() {
                    switch event {
                    case .part(let head):
                        // A file of a name that comes twice would run into the first.
                        isInFile = head.name == field && !hasFile && head.fileName?.isEmpty == false
                        if isInFile { hasFile = true }
                    case .bytes(let bytes): if isInFile { return bytes }
                    case .endOfPart: isInFile = false
                    case .endOfBody: break
                    }
                }
                guard let buffer = try await body.next() else { return try end() }
                parser.append(buffer.readableBytesView)
            }
        }

        private func end() throws(MultipartError) -> [UInt8]? {
            try parser.finish()
            guard hasFile else { throw .fileMissing }
            return nil
        }
    }
}
