import Catalog
import Foundation
import Routing

extension DayModel {
    /// Why `constraint` keeps a shipment out, in words.
    func words(for constraint: Constraint, shipment: DayProblem.OpenShipment) -> String {
        let window = "\(clock(shipment.windowStart))–\(clock(shipment.windowEnd))"
        switch constraint {
        case .capacity:
            return
                "\(shipment.weight.rawValue / 1000) kg and \(shipment.volume.rawValue / 1000) l do not fit on a bike that could come then"
        case .timeWindow:
            return "no bike can be at the door between \(window): the shop is ready at \(clock(shipment.readyAt))"
        case .shift: return "the bikes that could come then have their shifts full"
        case .release: return "it is ready at \(clock(shipment.readyAt)), too late for \(window)"
        case .hub: return "no bike comes by the hub where it lies"
        case .hubOpening: return "the hub is closed when a bike would have to load it"
        case .skills: return skillWords(shipment)
        case .rest: return "the rider's break by working-time law leaves no time for it"
        case .rideTime: return "hot food would be on the bike for more than \(ServiceTimes.hotFoodRide / 60) minutes"
        case .pairing: return "no bike that passes the shop also passes the door"
        case .battery: return "no battery reaches that far with \(Self.batteryReservePercent) % in reserve"
        case .taskLimit, .travelTimeLimit, .distanceLimit, .tripLimit:
            return "every tour is at its limit (\(constraint.rawValue))"
        case .durationLimit: return "every rider would work for more than ten hours"
        case .lockedStops: return "the tours that could bring it are under way already"
        case .unreachable: return "there is no way to the door for any bike"
        case .reload: return "a bike would have to reload for it and finds no time"
        case .completeness: return "it is not part of the plan"
        case .prize: return "bringing it costs more than it is worth"
        }
    }

    private func skillWords(_ shipment: DayProblem.OpenShipment) -> String {
        let skills = CarryingRules.riderSkills(handling: shipment.handling, heaviest: shipment.heaviest).map(\.rawValue).sorted()
        let boxes = CarryingRules.compartments(handling: shipment.handling).map(\.rawValue).sorted()
        var needs: [String] = []
        if !skills.isEmpty { needs.append("a rider with the skill \(skills.joined(separator: " and "))") }
        if !boxes.isEmpty { needs.append("a bike with a \(boxes.joined(separator: " and ")) compartment") }
        return needs.isEmpty
            ? "the goods are on another bike" : "it needs \(needs.joined(separator: " on ")), and none can come then"
    }

    private func clock(_ moment: Date) -> TimeOfDay { ServiceDay.timeOfDay(at: moment) }
}
