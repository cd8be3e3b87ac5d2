import Foundation
import Testing

@testable import Catalog

/// Files that nobody should send. `make fuzz` does the same for much longer, guided by what the code does.
@Suite("Broken catalogs")
struct ImportFuzzTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/feeds").standardized

    static func samples() throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
    }

    @Test("are read to rows that fit the tables and problems that can be told, whatever the pieces they come in")
    func mutations() throws {
        let samples = try Self.samples()
        try #require(samples.count >= 16)
        let seed = UInt64.random(in: 1...UInt64.max)
        var mutator = ImportMutator(samples, seed: seed)
        var rows = 0
        for number in 0..<1500 {
            let (bytes, pieceSize) = mutator.nextInput()
            let outcome = ImportInvariants.read(bytes, pieceSize: pieceSize, shops: 1 + number % 2)
            let violation = ImportInvariants.violation(in: outcome)
            #expect(violation == nil, "seed \(seed), file \(number)")
            if number.isMultiple(of: 8) {
                let whole = ImportInvariants.read(bytes, pieceSize: max(1, bytes.count), shops: 1 + number % 2)
                #expect(whole == outcome, "seed \(seed), file \(number): pieces of \(pieceSize) give something else")
            }
            rows += outcome.rows.count
        }
        #expect(rows > 1500, "seed \(seed): the files are too broken to try anything")
    }

    @Test("with a zero byte behind the part that tells the dialect are refused by line, in words that can be kept")
    func zeros() {
        let rows = (0..<6000).map { "P\($0);Ding;1,00\n" }.joined()
        let file = Array("sku;title;price\n\(rows)Z;Di\0ng;v\0iel\n".utf8)
        let outcome = ImportInvariants.read(file, pieceSize: 4096, shops: 1)
        #expect(outcome.rows.count == 6000 && outcome.refused == 1 && outcome.error == nil)
        #expect(ImportInvariants.violation(in: outcome) == nil)
        #expect(outcome.problems.map(\.value) == ["Di\u{FFFD}ng", "v\u{FFFD}iel"])
    }

    @Test("of the fuzzer's corpus are read")
    func fuzzed() throws {
        let file = Self.folder.appending(path: "../../../Benchmarks/Catalog/corpus.txt").standardized
        let inputs = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(inputs.count > 100)
        for (number, line) in inputs.enumerated() {
            let input = try #require(Data(base64Encoded: String(line)), "line \(number + 1)")
            #expect(ImportInvariants.violation(ofInput: [UInt8](input)) == nil, "line \(number + 1)")
        }
    }

    @Test("that once went wrong are read")
    func corpus() throws {
        let folder = Self.folder.appending(path: "../feeds-broken").standardized
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            for shops in 1...2 {
                let whole = ImportInvariants.read(bytes, pieceSize: max(1, bytes.count), shops: shops)
                #expect(ImportInvariants.violation(in: whole) == nil, "\(file.lastPathComponent)")
                for size in [1, 7] {
                    #expect(ImportInvariants.read(bytes, pieceSize: size, shops: shops) == whole, "\(file.lastPathComponent)")
                }
            }
        }
    }
}
