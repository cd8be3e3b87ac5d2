import Catalog
import Database
import Delivery
import Foundation
import Orders

/// Draws the orders of a sample day: the same ones for a seed and the same catalogs.
///
/// Nine in ten orders are from one or two shops; a third of them are from kitchens at mealtimes. Most have one to four lines.
struct SampleDay: Sendable {
    /// An order as it will go through the cart and the checkout.
    struct DraftOrder: Sendable {
        var recipient: Recipient
        var address: DeliveryAddress
        /// Index into the day's windows.
        var window: Int
        var lines: [(product: Product, quantity: Int)]
    }

    /// What a shop sells that can be ordered.
    struct Assortment: Sendable {
        var isGastronomy: Bool
        var products: [Product]
    }

    let seed: UInt64
    let givenNames: [String]
    let familyNames: [String]
    let addresses: [DeliveryAddress]
    let assortments: [Assortment]
    /// Minutes after midnight at which each of the day's windows starts.
    let windowStarts: [Int]

    private static let noonAndEvening = [11 * 60...14 * 60 - 1, 17 * 60...20 * 60]

    /// - Precondition: there are names, addresses, windows and at least one assortment with products.
    func orders(count: Int) -> [DraftOrder] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in order(&random) }
    }

    private func order(_ random: inout SplitMix64) -> DraftOrder {
        let isMeal = Int.random(in: 0..<3, using: &random) == 0
        let windows = windowStarts.indices.filter { !isMeal || Self.isMealtime(windowStarts[$0]) }
        let window = windows.randomElement(using: &random) ?? 0
        let choices = assortments.filter { $0.isGastronomy == isMeal && !$0.products.isEmpty }
        let pool = choices.isEmpty ? assortments : choices
        let shopCount = isMeal ? 1 : Self.draw([(1, 68), (2, 24), (3, 8)], &random)
        let shops = pool.shuffled(using: &random).prefix(shopCount)
        return DraftOrder(
            recipient: recipient(&random), address: addresses.randomElement(using: &random) ?? addresses[0], window: window,
            lines: shops.flatMap { lines(from: $0, &random) })
    }

    private func lines(from shop: Assortment, _ random: inout SplitMix64) -> [(product: Product, quantity: Int)] {
        let count = Self.draw([(1, 45), (2, 30), (3, 17), (4, 8)], &random)
        return shop.products.shuffled(using: &random).prefix(count).map { product in
            // Nobody carries three bicycles home at once, and nobody has them brought.
            let isBig = product.handling == .bulky || product.weightGrams.rawValue > 8_000
            return (product, isBig ? 1 : Self.draw([(1, 72), (2, 20), (3, 8)], &random))
        }
    }

    private func recipient(_ random: inout SplitMix64) -> Recipient {
        let given = givenNames.randomElement(using: &random) ?? "Kim"
        let family = familyNames.randomElement(using: &random) ?? "Muster"
        let mailbox = "\(given).\(family)".lowercased().folding(options: .diacriticInsensitive, locale: nil)
            .filter { $0.isASCII && ($0.isLetter || $0 == ".") }
        return Recipient(name: "\(given) \(family)", email: "\(mailbox)@kundschaft.example", phone: nil)
    }

    private static func isMealtime(_ minute: Int) -> Bool {
        noonAndEvening.contains { $0.contains(minute) }
    }

    /// One of the values, as often as its weight says.
    private static func draw(_ choices: [(value: Int, weight: Int)], _ random: inout SplitMix64) -> Int {
        var ticket = Int.random(in: 0..<choices.reduce(0) { $0 + $1.weight }, using: &random)
        for choice in choices {
            ticket -= choice.weight
            if ticket < 0 { return choice.value }
        }
        return choices[choices.count - 1].value
    }
}
