import Catalog
import Foundation
import Testing

@testable import Marketplace

/// Questions that shoppers of the sample city might ask, with the products that a person picked for them from the shops' files
/// (`seed/questions.csv`).
@Suite("Search finds what shoppers mean")
struct SearchRelevanceTests {
    private struct Question {
        let kind: String
        let words: String
        /// "shop/sku"; empty: nothing in the city answers it.
        let expected: Set<String>
    }

    private let seed = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../seed").standardized

    private func questions() throws -> [Question] {
        try CSVTable(Data(contentsOf: seed.appending(path: "questions.csv"))).lines.map { line in
            Question(
                kind: try line.required("kind"), words: try line.required("question"),
                expected: Set((line["expected"] ?? "").split(separator: " ").map(String.init)))
        }
    }

    @Test("of what was expected, at least 95 in 100 stand among the first ten, and nonsense finds nothing")
    func recall() async throws {
        let questions = try questions()
        #expect(questions.count >= 150)
        let seed = seed
        try await MarketplaceClient.run { marketplace in
            let catalog = marketplace.modules.catalog
            try await SampleCity(folder: seed).loadCatalog(into: catalog) { _ in }
            var recalls: [String: [Double]] = [:]
            var missed: [String] = []
            for question in questions {
                let found = try await catalog.products(ProductQuery(text: question.words, limit: 10)).items
                    .map { "\($0.shop.key)/\($0.sku)" }
                let recall =
                    question.expected.isEmpty
                    ? (found.isEmpty ? 1 : 0)
                    : Double(question.expected.intersection(found).count) / Double(min(10, question.expected.count))
                recalls[question.kind, default: []].append(recall)
                if recall < 1 { missed.append("\(question.words) (\(question.kind)): \(recall), found \(found)") }
            }
            let all = recalls.values.flatMap { $0 }
            let mean = all.reduce(0, +) / Double(all.count)
            #expect(mean >= 0.95, "\(missed.joined(separator: "\n"))")
            #expect(recalls["nonsense"]?.allSatisfy { $0 == 1 } == true, "\(missed.joined(separator: "\n"))")
            for (kind, values) in recalls.sorted(by: { $0.key < $1.key }) {
                let mean = values.reduce(0, +) / Double(values.count)
                #expect(mean >= 0.85, "\(kind): \(mean)")
            }
        }
    }
}
