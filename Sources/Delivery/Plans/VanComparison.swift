import Catalog
import Foundation

/// What the same drops would have cost the climate with a van. Method, sources and limits: docs/decisions/delivery-co2.md.
enum VanComparison {
    /// A diesel van in a city: 9.0 l for 100 km at 2.65 kg CO₂ a litre, from the tank alone.
    static let gramsPerKilometre = 238.5
    /// German electricity in 2024 (Umweltbundesamt): the bike's share.
    static let gramsPerKilowattHour = 363.0

    /// Grams of CO₂ that a tour saves against a van; less than nothing where the bike does worse.
    ///
    /// The van visits the same shops and doors in the same order from the same hub and back, in one go: what the bike rides only to
    /// reload or to change its battery is not counted for the van.
    static func savedGrams(tour stops: [PlannedStop]) -> Int {
        let wattHours = stops.reduce(0) { $0 + $1.wattHoursFromPrevious }
        let saved = vanMetres(stops) / 1000 * gramsPerKilometre - wattHours / 1000 * gramsPerKilowattHour
        return Int(saved.rounded())
    }

    /// A reload between two stops is left out: in place of the legs to it and from it counts the straight line between the stops,
    /// lengthened as the bike's other legs are against theirs.
    static func vanMetres(_ stops: [PlannedStop]) -> Double {
        var metres = 0.0
        var skipped = 0.0
        var here: GeoPoint?
        var (straight, ridden) = (0.0, 0.0)
        for stop in stops {
            if let from = here {
                straight += from.metres(to: stop.location)
                ridden += Double(stop.metresFromPrevious)
            }
            here = stop.location
        }
        let detour = straight > 0 ? ridden / straight : 1
        here = nil
        for stop in stops {
            if stop.kind == .reload {
                skipped += Double(stop.metresFromPrevious)
            } else {
                let leg = Double(stop.metresFromPrevious)
                if skipped > 0, let from = here {
                    metres += min(skipped + leg, from.metres(to: stop.location) * detour)
                } else {
                    metres += leg
                }
                skipped = 0
                here = stop.location
            }
        }
        return metres
    }
}
