/// What a shopper has chosen with a product. With the product it is what a cart's line is known by.
public struct Selection: Hashable, Sendable {
    /// One choice of one group, by their names.
    public struct Pick: Hashable, Codable, Sendable {
        public let group: String
        public let choice: String

        public init(group: String, choice: String) {
            self.group = group
            self.choice = choice
        }
    }

    /// Nothing chosen, in the usual packaging.
    public static let plain = Selection()
    /// The longest text form that is read.
    public static let longestText = 4000

    public let picks: [Pick]
    /// In packaging that comes back, for a deposit (VerpackG § 33).
    public let isReusable: Bool

    public init(_ picks: [Pick] = [], isReusable: Bool = false) {
        self.picks = picks
        self.isReusable = isReusable
    }

    /// "Größe: groß | Extras: Käse; Oliven", without the packaging.
    public var text: String {
        var groups: [(name: String, choices: [String])] = []
        for pick in picks {
            if let index = groups.firstIndex(where: { $0.name == pick.group }) {
                groups[index].choices.append(pick.choice)
            } else {
                groups.append((pick.group, [pick.choice]))
            }
        }
        return groups.map { "\($0.name): \($0.choices.joined(separator: "; "))" }.joined(separator: " | ")
    }

    /// Reads ``text``. What makes no sense is left in as a choice that no product has, so that it is refused by name.
    public init(text: String, isReusable: Bool) {
        var picks: [Pick] = []
        for part in text.prefix(Self.longestText).split(separator: "|") {
            let colon = part.firstIndex(of: ":") ?? part.endIndex
            for choice in part[colon...].dropFirst().split(separator: ";") {
                picks.append(Pick(group: String(part[..<colon]).trimmed, choice: String(choice).trimmed))
            }
        }
        self.init(picks, isReusable: isReusable)
    }
}

/// Something that was chosen, with what it costs beside the price.
public struct ChosenExtra: Hashable, Codable, Sendable {
    public let group: String
    public let choice: String
    public let priceCents: Cents
}

/// A product as it was chosen.
public struct ChosenProduct: Hashable, Sendable {
    /// In the order in which the product offers the choices.
    public let selection: Selection
    public let extras: [ChosenExtra]
    /// Of one piece, gross, what was chosen with it.
    public let unitPrice: Cents
    /// Of one piece, beside the price: the product's, and that of the reusable packaging.
    public let deposit: Cents
}

/// Why a selection does not go with a product.
public enum SelectionProblem: Error, Hashable, Sendable {
    /// The product does not offer this choice, or it was named twice.
    case notOffered(Selection.Pick)
    /// More or fewer of the group than may be.
    case count(group: String, minimum: Int, maximum: Int)
    /// There is no reusable packaging for it.
    case notReusable

    /// The group that it is about, if one.
    public var group: String? {
        switch self {
        case .notOffered(let pick): pick.group
        case .count(let group, _, _): group
        case .notReusable: nil
        }
    }

    /// A German sentence for people.
    public var sentence: String {
        switch self {
        case .notOffered(let pick): "„\(pick.choice)“ gibt es unter „\(pick.group)“ nicht."
        case .count(let group, let minimum, let maximum) where minimum == maximum:
            "Bitte wählen Sie unter „\(group)“ genau \(minimum)."
        case .count(let group, 0, let maximum): "Bitte wählen Sie unter „\(group)“ höchstens \(maximum)."
        case .count(let group, let minimum, let maximum): "Bitte wählen Sie unter „\(group)“ \(minimum) bis \(maximum)."
        case .notReusable: "Diesen Artikel gibt es nicht in Mehrwegverpackung."
        }
    }
}

extension Product {
    /// What it costs with what was chosen.
    /// - Throws: ``SelectionProblem``, the first that is found.
    public func choosing(_ selection: Selection) throws(SelectionProblem) -> ChosenProduct {
        let groups = facts.choices.groups
        let picked = Set(selection.picks)
        for pick in selection.picks {
            let isOffered = groups.contains { $0.name == pick.group && $0.choice(named: pick.choice) != nil }
            guard isOffered, picked.count == selection.picks.count else { throw .notOffered(pick) }
        }
        var extras: [ChosenExtra] = []
        for group in groups {
            let chosen = group.choices.filter { picked.contains(Selection.Pick(group: group.name, choice: $0.name)) }
            guard (group.minimum...group.maximum).contains(chosen.count) else {
                throw .count(group: group.name, minimum: group.minimum, maximum: group.maximum)
            }
            extras += chosen.map { ChosenExtra(group: group.name, choice: $0.name, priceCents: $0.priceCents) }
        }
        guard !selection.isReusable || facts.reusableDeposit != nil else { throw .notReusable }
        return ChosenProduct(
            selection: Selection(
                extras.map { Selection.Pick(group: $0.group, choice: $0.choice) }, isReusable: selection.isReusable),
            extras: extras, unitPrice: priceCents + extras.map(\.priceCents).total(),
            deposit: facts.deposit + (selection.isReusable ? facts.reusableDeposit ?? .zero : .zero))
    }

    /// The cheapest that it can be ordered with: of what must be chosen the cheapest, and nothing else.
    public var leastSelection: Selection {
        Selection(
            facts.choices.groups.flatMap { group in
                group.choices.sorted { $0.priceCents < $1.priceCents }.prefix(group.minimum).map {
                    Selection.Pick(group: group.name, choice: $0.name)
                }
            })
    }

    /// The least that it costs with what must be chosen, deposits left out.
    public var leastPrice: Cents { priceCents + facts.choices.groups.map(\.leastPrice).total() }

    /// Whether what must be chosen may cost more than ``leastPrice``.
    public var hasPricesAbove: Bool {
        facts.choices.groups.contains { $0.isRequired && Set($0.choices.map(\.priceCents)).count > 1 }
    }
}
