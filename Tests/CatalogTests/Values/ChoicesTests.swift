import Accounts
import Foundation
import TestSupport
import Testing

@testable import Catalog

@Suite("Choices")
struct ChoicesTests {
    static let pizza = "Größe (1): klein; groß +3,00 | Extras (0-3): Käse +1,50; Oliven +1,00; Kapern"

    @Test("a text of choices is read, and written the same way however it was spelled")
    func spellings() throws {
        let choices = try ProductChoices(parsing: Self.pizza)
        #expect(choices.description == Self.pizza)
        #expect(choices.groups.map(\.name) == ["Größe", "Extras"])
        #expect(choices.groups.map(\.minimum) == [1, 0] && choices.groups.map(\.maximum) == [1, 3])
        #expect(choices.groups[1].choices.map(\.priceCents) == [Cents(150), Cents(100), .zero])
        let loose = "Größe: klein ;groß + 3.00 €;\n Extras (0–3) : Käse +1,5; Oliven +1; Kapern"
        #expect(try ProductChoices(parsing: loose) == choices)
        #expect(try ProductChoices(parsing: " \n") == .none)
        #expect(try ProductChoices(parsing: "Soße (2): a; b + c; d: e").groups[0].choices.map(\.name) == ["a", "b + c", "d: e"])
    }

    @Test(
        "what is not understood is named with what is wrong",
        arguments: [
            ("klein; groß", "klein; groß", ProductChoicesError.Rule.colon), ("Größe (0): a", "Größe (0)", .count),
            ("Größe (2-1): a; b", "Größe (2-1)", .count), ("Größe (o-3): a", "Größe (o-3)", .count),
            ("Größe (2): a", "Größe", .count),
            ("Größe:", "Größe", .count), ("Größe: a +1,5O", "a +1,5O", .price), ("Größe: a +2000", "a +2000", .price),
            (": a", "", .name), ("Größe: a; a +1", "a", .repeated), ("Größe: a | Größe: b", "Größe", .repeated),
        ])
    func faults(_ text: String, part: String, rule: ProductChoicesError.Rule) {
        #expect(throws: ProductChoicesError(part: part, rule: rule)) { try ProductChoices(parsing: text) }
    }

    @Test("a selection's text and its picks are the same thing")
    func selectionText() {
        let selection = Selection([
            .init(group: "Größe", choice: "groß"), .init(group: "Extras", choice: "Käse"), .init(group: "Extras", choice: "d: e"),
        ])
        #expect(selection.text == "Größe: groß | Extras: Käse; d: e")
        #expect(Selection(text: selection.text, isReusable: false) == selection)
        #expect(Selection(text: "", isReusable: true) == Selection(isReusable: true))
    }

    @Test("random choices come back from their text, and what is chosen within their bounds is priced as its parts")
    func randomChoices() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var text: [String] = []
            for group in 0..<Int.random(in: 1...4, using: &random) {
                let count = Int.random(in: 1...6, using: &random)
                let most = Int.random(in: 1...count, using: &random)
                let choices = (0..<count).map {
                    "c\($0)" + (Bool.random(using: &random) ? " +\(Int.random(in: 0...999, using: &random)),05" : "")
                }
                text.append("g\(group) (\(Int.random(in: 0...most, using: &random))-\(most)): \(choices.joined(separator: ";"))")
            }
            let choices = try ProductChoices(parsing: text.joined(separator: "|"))
            #expect(try ProductChoices(parsing: choices.description) == choices, "seed \(seed)")
            let product = Product.sample(choices: choices)
            var picks: [Selection.Pick] = []
            var price = product.priceCents
            for group in choices.groups {
                for choice in group.choices.shuffled(using: &random).prefix(
                    Int.random(in: group.minimum...group.maximum, using: &random))
                {
                    picks.append(.init(group: group.name, choice: choice.name))
                    price += choice.priceCents
                }
            }
            let chosen = try product.choosing(Selection(picks.shuffled(using: &random)))
            #expect(chosen.unitPrice == price, "seed \(seed)")
            #expect(try product.choosing(chosen.selection) == chosen, "seed \(seed)")
        }
    }

    @Test("too few, too many, twice the same and what is not on the menu are refused by name")
    func refused() throws {
        let pizza = Product.sample(choices: try ProductChoices(parsing: Self.pizza))
        func pick(_ picks: (String, String)...) -> Selection { Selection(picks.map { .init(group: $0.0, choice: $0.1) }) }
        #expect(throws: SelectionProblem.count(group: "Größe", minimum: 1, maximum: 1)) { try pizza.choosing(.plain) }
        #expect(throws: SelectionProblem.count(group: "Größe", minimum: 1, maximum: 1)) {
            try pizza.choosing(pick(("Größe", "klein"), ("Größe", "groß")))
        }
        #expect(throws: SelectionProblem.notOffered(.init(group: "Größe", choice: "Käse"))) {
            try pizza.choosing(pick(("Größe", "Käse")))
        }
        #expect(throws: SelectionProblem.notOffered(.init(group: "Größe", choice: "klein"))) {
            try pizza.choosing(pick(("Größe", "klein"), ("Größe", "klein")))
        }
        #expect(throws: SelectionProblem.notReusable) {
            try pizza.choosing(Selection([.init(group: "Größe", choice: "klein")], isReusable: true))
        }
    }

    @Test("reusable packaging never makes the price higher: only the deposit is more")
    func reusable() throws {
        let soup = Product.sample(choices: .none, deposit: 25, reusableDeposit: 200)
        let (single, reusable) = (try soup.choosing(.plain), try soup.choosing(Selection(isReusable: true)))
        #expect(single.unitPrice == reusable.unitPrice)
        #expect(single.deposit == Cents(25) && reusable.deposit == Cents(225))
    }
}

extension Product {
    /// A dish at 9,50 €.
    static func sample(choices: ProductChoices, deposit: Int = 0, reusableDeposit: Int? = nil) -> Product {
        var facts = ProductFacts()
        facts.choices = choices
        facts.deposit = Cents(deposit)
        facts.reusableDeposit = reusableDeposit.map { Cents($0) }
        guard let sku = SKU(rawValue: "1"), let category = CategoryPath("Pizza") else {
            preconditionFailure("the sample's number and category are well-formed")
        }
        return Product(
            id: .new(), retailerID: .new(), shop: .init(id: .new(), key: "pizzeria", name: "Pizzeria"), sku: sku, gtin: nil,
            title: "Pizza", description: "", brand: nil, category: category, priceCents: Cents(950), vatPercent: .reduced,
            stock: nil,
            active: true, weightGrams: Grams(400), volumeMillilitres: Millilitres(2000), handling: .hot, preparationMinutes: 20,
            imageURL: nil, updatedAt: Date(timeIntervalSince1970: 0), facts: facts)
    }
}
