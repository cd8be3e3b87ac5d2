import Foundation
import TestSupport
import Testing

@testable import Catalog

@Suite("Finding a file's encoding")
struct UTF8TranscoderTests {
    private func transcode(_ bytes: [UInt8], pieces size: Int) -> (text: [UInt8], encoding: TextEncoding, replacements: Int) {
        var transcoder = UTF8Transcoder()
        var text: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            transcoder.append(Array(rest.prefix(size)), to: &text)
            rest = rest.dropFirst(size)
        }
        transcoder.finish(to: &text)
        return (text, transcoder.encoding, transcoder.replacements)
    }

    private static let sample = "Artikel;Größe\nKäse „Höhle“ – 5 €;Žluťoučký"

    @Test("every encoding gives the same text, however it is cut", arguments: [1, 2, 3, 5, 64, 10_000])
    func encodings(size: Int) throws {
        let utf8 = Array(Self.sample.utf8)
        let little = try #require(Self.sample.data(using: .utf16LittleEndian))
        let big = try #require(Self.sample.data(using: .utf16BigEndian))
        let files: [(bytes: [UInt8], encoding: TextEncoding)] = [
            (utf8, .utf8), ([0xEF, 0xBB, 0xBF] + utf8, .utf8), ([0xFF, 0xFE] + little, .utf16LittleEndian),
            ([0xFE, 0xFF] + big, .utf16BigEndian),
        ]
        for file in files {
            let result = transcode(file.bytes, pieces: size)
            #expect(String(decoding: result.text, as: UTF8.self) == Self.sample)
            #expect(result.encoding == file.encoding)
            #expect(result.replacements == 0)
        }
    }

    @Test("Windows-1252 is told by its first umlaut and read with quotes and euro sign", arguments: [1, 2, 3, 10_000])
    func windows1252(size: Int) throws {
        let text = "Bergkäse „alt“ – 8,70 €, Größe Œ"
        let bytes = [UInt8](try #require(text.data(using: .windowsCP1252)))
        let result = transcode(bytes, pieces: size)
        #expect(String(decoding: result.text, as: UTF8.self) == text)
        #expect(result.encoding == .windows1252)
        // Also as the very last byte, where a sequence cannot be complete.
        #expect(transcode([0x61, 0xE4], pieces: size).text == Array("aä".utf8))
    }

    @Test("pairs of UTF-16 surrogates are one character", arguments: [1, 2, 3, 100])
    func surrogates(size: Int) throws {
        let data = try #require("a🚲b".data(using: .utf16LittleEndian))
        #expect(transcode([0xFF, 0xFE] + data, pieces: size).text == Array("a🚲b".utf8))
    }

    @Test("invalid UTF-8 becomes U+FFFD and is counted; the rest stays", arguments: [1, 4, 100])
    func invalid(size: Int) {
        let result = transcode(Array("ü".utf8) + [0xFF] + Array("ok".utf8) + [0xC3], pieces: size)
        #expect(String(decoding: result.text, as: UTF8.self) == "ü\u{FFFD}ok\u{FFFD}")
        #expect(result.replacements == 2)
    }

    @Test("random bytes give valid UTF-8, the same however they are cut")
    func randomBytes() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let starts: [[UInt8]] = [[], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], Array("ä".utf8)]
        for _ in 0..<1000 {
            let bytes =
                starts[Int.random(in: 0..<starts.count, using: &random)]
                + (0..<Int.random(in: 0...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let whole = transcode(bytes, pieces: .max)
            #expect(String(validating: whole.text, as: UTF8.self) != nil, "seed \(seed), bytes \(bytes)")
            for size in [1, 2, 3] {
                #expect(transcode(bytes, pieces: size).text == whole.text, "seed \(seed), bytes \(bytes), pieces of \(size)")
            }
        }
    }
}
