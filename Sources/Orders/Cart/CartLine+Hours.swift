public import Catalog
public import Foundation

extension CartLine {
    /// Whether it can be had for a delivery window that begins then, or a pick-up (docs/decisions/catalog-menus.md).
    public func isServed(at start: Date) -> Bool { product.facts.availableHours?.isOpen(at: start) ?? true }

    /// Whether just these choices were made for it, in whatever order.
    public func isChosen(_ other: Selection) -> Bool {
        Set(selection.picks) == Set(other.picks) && selection.isReusable == other.isReusable
    }

    /// A German sentence for whoever has chosen a window outside of its hours.
    public var hoursSentence: String {
        let hours = product.facts.availableHours?.german ?? "immer"
        return
            "„\(product.title)“ gibt es nur: \(hours). Bitte wählen Sie eine Zeit, die dann beginnt, oder nehmen Sie es heraus."
    }
}
