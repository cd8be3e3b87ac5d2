import Database
import Foundation
import Orders
import Testing

@testable import Delivery

@Suite("States")
struct StateTests {
    @Test("PostgreSQL refuses exactly the steps of a shipment that the state machine does not have")
    func lastWall() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            for from in ShipmentState.allCases {
                for to in ShipmentState.allCases where from != to {
                    let id = try await city.addShipments(1)[0]
                    for step in try #require(StatePath.steps(from: .waiting, to: from, successors: \.successors)) {
                        try await set(id, to: step, in: city)
                    }
                    if from.canBecome(to) {
                        try await set(id, to: to, in: city)
                    } else {
                        await #expect(throws: DatabaseError.self, "\(from) to \(to)") { try await set(id, to: to, in: city) }
                    }
                }
            }
        }
    }

    private func set(_ id: ShipmentID, to state: ShipmentState, in city: City) async throws {
        try await city.database.execute("test.setState", "UPDATE delivery.shipment SET state = \(state) WHERE id = \(id)")
    }

    @Test("a stop's state is the same in whatever order its reports arrive, once or twice")
    func anyOrder() {
        let kinds = StopEvent.Kind.allCases
        for count in 0...kinds.count {
            for reports in subsets(of: kinds, count: count) {
                let orders = permutations(of: reports + reports.prefix(1))
                #expect(Set(orders.map { StopState(after: $0) }).count <= 1)
            }
        }
        #expect(StopState(after: [.failed, .delivered]) == .done)
        #expect(StopState(after: [.delivered, .failed, .arrived]) == .done)
        #expect(StopState(after: [StopEvent.Kind]()) == .open)
    }

    @Test("a way through a state machine is a shortest one of allowed steps, or none")
    func paths() {
        #expect(
            StatePath.steps(from: ShopOrderState.failed, to: .delivered, successors: \.successors) == [
                .ready, .underway, .delivered,
            ])
        #expect(StatePath.steps(from: ShipmentState.failed, to: .delivered, successors: \.successors) == [.delivered])
        #expect(StatePath.steps(from: ShipmentState.delivered, to: .waiting, successors: \.successors) == nil)
        #expect(StatePath.steps(from: ShipmentState.waiting, to: .waiting, successors: \.successors) == [])
    }

    private func subsets<Element>(of elements: [Element], count: Int) -> [[Element]] {
        guard count > 0 else { return [[]] }
        return elements.indices.flatMap { index in
            subsets(of: Array(elements[(index + 1)...]), count: count - 1).map { [elements[index]] + $0 }
        }
    }

    private func permutations<Element>(of elements: [Element]) -> [[Element]] {
        guard !elements.isEmpty else { return [[]] }
        return elements.indices.flatMap { index in
            var rest = elements
            let first = rest.remove(at: index)
            return permutations(of: rest).map { [first] + $0 }
        }
    }
}
