import Catalog
import Routing

/// What goods demand of a bike and its rider.
enum CarryingRules {
    /// The heaviest piece that a rider without ``Skill/heavy`` carries to a door (docs/decisions/delivery-planning.md).
    static let heavyPiece = Grams(20_000)

    static func riderSkills(handling: Set<Handling>, heaviest: Grams) -> Set<Skill> {
        var skills: Set<Skill> = []
        if heaviest > heavyPiece { skills.insert(.heavy) }
        if handling.contains(.frozen) { skills.insert(.coldChain) }
        return skills
    }

    static func compartments(handling: Set<Handling>) -> Set<Compartment> {
        Set(
            handling.compactMap { handling in
                switch handling {
                case .hot: .hot
                case .chilled: .chilled
                case .frozen: .frozen
                case .ambient, .fragile, .bulky: nil
                }
            })
    }
}
