import Foundation
import Testing

@testable import Marketplace

@Suite("Forms with files")
struct MultipartParserTests {
    private static let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
    /// The file has what a careless parser would take for a delimiter.
    private static let file = "sku;title\r\nA;Glocke\r\n--nearly\r\n------WebKitFormBoundary7MA4YWxkTrZu0g\r\n\r\n-"
    private static let body =
        "preamble to be passed over\r\n--\(boundary)\r\nContent-Disposition: form-data; name=\"all\"\r\n\r\n1\r\n"
        + "--\(boundary)  \r\ncontent-disposition: form-data; name=\"file\"; filename=\"Katalog %22neu%22.csv\"\r\n"
        + "Content-Type: text/csv\r\n\r\n\(file)\r\n--\(boundary)\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n"
        + "--\(boundary)--\r\nepilogue"

    /// The parts of a body that comes in `pieces`, the bytes of each put together.
    private static func parts(of pieces: [[UInt8]], boundary: String = boundary) throws -> [(MultipartHead, String)] {
        var parser = MultipartParser(boundary: try MultipartBoundary(contentType: "multipart/form-data; boundary=\(boundary)"))
        var heads: [MultipartHead] = []
        var contents: [[UInt8]] = []
        var isOpen = false
        for piece in pieces {
            parser.append(piece)
            while let event = try parser.next() {
                switch event {
                case .part(let head):
                    #expect(!isOpen)
                    isOpen = true
                    heads.append(head)
                    contents.append([])
                case .bytes(let bytes):
                    #expect(isOpen && !bytes.isEmpty)
                    contents[contents.count - 1] += bytes
                case .endOfPart:
                    #expect(isOpen)
                    isOpen = false
                case .endOfBody: break
                }
            }
        }
        try parser.finish()
        return zip(heads, contents).map { ($0, String(decoding: $1, as: UTF8.self)) }
    }

    private static func check(_ parts: [(MultipartHead, String)]) {
        #expect(parts.map(\.0.name) == ["all", "file", "empty"])
        #expect(parts.map(\.0.fileName) == [nil, "Katalog \"neu\".csv", nil])
        #expect(parts.map(\.1) == ["1", file, ""])
    }

    @Test("a body gives the same parts wherever it is cut in two")
    func everyCut() throws {
        let bytes = Array(Self.body.utf8)
        for cut in 0...bytes.count { Self.check(try Self.parts(of: [Array(bytes[..<cut]), Array(bytes[cut...])])) }
    }

    @Test("a body gives the same parts when its bytes come one by one")
    func singleBytes() throws {
        Self.check(try Self.parts(of: Self.body.utf8.map { [$0] }))
    }

    @Test("an upload that was cut off is refused, wherever it was")
    func incomplete() throws {
        let end = try #require(Self.body.range(of: "\(Self.boundary)--")).upperBound
        let whole = Array(Self.body[..<end].utf8)
        Self.check(try Self.parts(of: [whole]))
        for length in 0..<whole.count {
            #expect(throws: MultipartError.incomplete) { try Self.parts(of: [Array(whole[..<length])]) }
        }
    }

    @Test("what is kept of a long file stays small")
    func flatMemory() throws {
        var parser = MultipartParser(boundary: try MultipartBoundary(contentType: "multipart/form-data; boundary=x"))
        parser.append("--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\n".utf8)
        while try parser.next() != nil {}
        let piece = Array(String(repeating: "a;b\r\n--y\r\n", count: 1000).utf8)
        var received = 0
        for _ in 0..<500 {
            parser.append(piece)
            while let event = try parser.next() {
                guard case .bytes(let bytes) = event else { continue }
                received += bytes.count
            }
            #expect(parser.bytesKept < 10)
        }
        #expect(received > 500 * piece.count - 10)
    }

    @Test("a head that never ends is refused before it fills the memory")
    func longHead() throws {
        let head = "--x\r\nContent-Disposition: form-data; name=\"\(String(repeating: "n", count: 20_000))"
        #expect(throws: MultipartError.headTooLong) { try Self.parts(of: [Array(head.utf8)], boundary: "x") }
    }

    @Test("a part without a name, or a delimiter with something behind it, is refused")
    func malformed() {
        for body in ["--x\r\nContent-Type: text/csv\r\n\r\na\r\n--x--", "--xy\r\n\r\n\r\n--x--"] {
            #expect(throws: MultipartError.malformed) { try Self.parts(of: [Array(body.utf8)], boundary: "x") }
        }
    }

    @Test(
        "only a form with a usable boundary is taken",
        arguments: [
            nil, "", "text/csv", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x",
            "multipart/form-data; boundary=\(String(repeating: "b", count: 71))",
        ])
    func boundary(contentType: String?) {
        #expect(throws: MultipartError.notMultipart) { try MultipartBoundary(contentType: contentType) }
    }

    @Test("a boundary may be quoted and the header written in any case")
    func quotedBoundary() throws {
        #expect(try MultipartBoundary(contentType: "Multipart/Form-Data; charset=utf-8; BOUNDARY=\"a b;c\"").text == "a b;c")
    }

    @Test("a path that old browsers send is a file's name like any other")
    func pathAsName() throws {
        let head = try MultipartHead(lines: [#"Content-Disposition: form-data; name="file"; filename="C:\Kasse\neu.csv""#])
        #expect(head == MultipartHead(name: "file", fileName: #"C:\Kasse\neu.csv"#))
    }
}
