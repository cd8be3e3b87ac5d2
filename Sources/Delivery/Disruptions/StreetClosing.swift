import Accounts
public import Database
import Foundation
import Routing

/// What closing a street means for the day's tours as they are planned.
public struct StreetClosingEffect: Hashable, Codable, Sendable {
    /// Stretches between two junctions that are closed, in whole or in part.
    public let stretches: Int
    /// To which the planned way is longer, or there is none any more; by number.
    public let shipments: [ShipmentNumber]
}

extension Delivery {
    /// The most ways of a street that are closed at once.
    private static let mostWays = 300

    /// The closures that a closed street stands for: what was drawn, or each way with the street's name. None for other disruptions.
    func closings(of draft: DisruptionDraft) async throws -> [ClosureDraft] {
        guard draft.kind == .streetClosed else { return [] }
        let name = draft.subject.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...200).contains(name.count) else {
            throw DisruptionProblem(field: "subject", detail: "Name the street, or what is closed, in 1 to 200 characters.")
        }
        let reason = draft.reason.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
        let whole = ClosureDraft(
            polygon: draft.polygon, way: draft.way, from: draft.from, until: draft.until, reason: reason.isEmpty ? name : reason)
        var drafts = [whole]
        if draft.polygon == nil, draft.way == nil {
            drafts = try await ways(named: name).map { way in
                var closing = whole
                closing.way = way
                return closing
            }
        }
        do {
            for closing in drafts { try closing.validate(now: now(), graph: streets?.graph) }
        } catch {
            throw DisruptionProblem(field: error.field, detail: error.detail)
        }
        return drafts
    }

    private func ways(named name: String) async throws -> [Int64] {
        guard let streets else {
            throw DisruptionProblem(
                field: "subject", detail: "No streets are loaded, so none is known by its name; draw what is closed instead.")
        }
        let wanted = AddressKey.normal(street: name)
        let ways = try await HeavyWork.run {
            let graph = streets.graph
            var known: [String: Bool] = [:]
            return Set(
                graph.pieceWay.indices.compactMap { piece -> Int64? in
                    let street = graph.name(ofPiece: piece)
                    let isMeant = known[street] ?? (AddressKey.normal(street: street) == wanted)
                    known[street] = isMeant
                    return isMeant ? graph.pieceWay[piece] : nil
                })
        }
        guard !ways.isEmpty else {
            throw DisruptionProblem(field: "subject", detail: "There is no street '\(name)' in \(streets.graph.source).")
        }
        guard ways.count <= Self.mostWays else {
            throw DisruptionProblem(
                field: "subject", detail: "'\(name)' has \(ways.count) ways; draw the part of it that is closed instead.")
        }
        return ways.sorted()
    }

    /// What closing a street would mean, before it is closed.
    ///
    /// - Throws: ``DisruptionProblem`` with the field at fault.
    public func effect(of draft: DisruptionDraft, on day: CalendarDay) async throws -> StreetClosingEffect {
        guard draft.kind == .streetClosed else {
            throw DisruptionProblem(field: "kind", detail: "Only of a closed street it can be said beforehand what it means.")
        }
        let closings = try await closings(of: draft).map { $0.closure(at: now()) }
        guard let streets else { return StreetClosingEffect(stretches: 0, shipments: []) }
        let open = try await closures(during: DateInterval(start: draft.from ?? now(), end: draft.until ?? ServiceDay(day).end))
        let (from, until) = (draft.from ?? now(), draft.until ?? .distantFuture)
        let tours = try await toursWithStops(on: day)
        let types = Dictionary(try await bikes().map { ($0.type.key, CargoBike($0.type)) }) { first, _ in first }
        return try await HeavyWork.run {
            var longer: Set<ShipmentNumber> = []
            let bikes = Dictionary(grouping: tours) { types[$0.bike.type] ?? .longJohn }
            for (bike, tours) in bikes {
                let before = streets.network(for: bike, closures: open)
                let after = BikeNetwork(streets.graph, bike: bike, closures: (open + closings).map(\.streetClosure))
                for tour in tours { longer.formUnion(tour.shipments(from: from, until: until, slowedFrom: before, to: after)) }
            }
            return StreetClosingEffect(
                stretches: streets.graph.edges(touchedBy: closings.map(\.streetClosure)).count, shipments: longer.sorted())
        }
    }
}

extension ClosureDraft {
    fileprivate func closure(at now: Date) -> NetworkClosure {
        NetworkClosure(
            id: .new(), polygon: polygon, way: way, speedKilometresPerHour: speedKilometresPerHour, from: from ?? now,
            until: until,
            reason: reason, createdAt: now, reopenedAt: nil)
    }
}

extension Tour {
    /// Shipments whose open stops are reached later over the one network than over the other.
    fileprivate func shipments(
        from start: Date, until end: Date, slowedFrom before: BikeNetwork, to after: BikeNetwork
    ) -> [ShipmentNumber] {
        let stops = stopList ?? []
        return zip(stops, stops.dropFirst()).compactMap { previous, stop in
            guard stop.state == .open, let number = stop.shipmentNumber, stop.arrival > start, previous.departure < end else {
                return nil
            }
            let here = Coordinate(latitude: previous.latitude, longitude: previous.longitude)
            let there = Coordinate(latitude: stop.latitude, longitude: stop.longitude)
            guard here != there, let old = before.route(from: here, to: there) else { return nil }
            return after.route(from: here, to: there)?.travel == old.travel ? nil : number
        }
    }
}
