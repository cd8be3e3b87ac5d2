import Catalog

/// What was chosen with a product, in German words.
enum ChoiceWords {
    /// "Größe: groß, Extras: Käse, Mehrwegverpackung"; nil when nothing was chosen.
    static func line(_ extras: [ChosenExtra]?, isReusable: Bool) -> String? {
        let words = (extras ?? []).map { "\($0.group): \($0.choice)" } + (isReusable ? ["Mehrwegverpackung"] : [])
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    /// "bitte eines wählen", "bis zu 3".
    static func rule(_ group: ChoiceGroup) -> String {
        switch (group.minimum, group.maximum) {
        case (1, 1): "bitte eines wählen"
        case (0, 1): "wenn Sie möchten"
        case (0, let most): "bis zu \(most)"
        case (let least, let most) where least == most: "bitte \(least) wählen"
        case (let least, let most): "bitte \(least) bis \(most) wählen"
        }
    }
}
