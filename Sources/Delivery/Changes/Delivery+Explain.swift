import Catalog
import Database
import Foundation

extension Delivery {
    /// Why a shipment is where it is in the day's tours as they stand now, and what would let it in where it is out.
    /// - Returns: `nil` when there is no such shipment.
    public func explain(_ number: ShipmentNumber) async throws -> ShipmentExplanation? {
        guard
            let row = try await database.first(
                "delivery.shipmentToExplain", "SELECT id, day, state FROM delivery.shipment WHERE number = \(number)")
        else { return nil }
        let (id, day, state) = try row.decode(ShipmentID.self, CalendarDay.self, ShipmentState.self)
        guard let shipment = try await self.shipment(id) else { return nil }
        @Sendable func explanation(
            reasons: [UnservedReason] = [], fitsNow: Bool = false, remedies: [ShipmentExplanation.Remedy] = []
        ) -> ShipmentExplanation {
            ShipmentExplanation(
                number: number, state: state, tour: shipment.tour, arrival: shipment.eta, reasons: reasons, fitsNow: fitsNow,
                remedies: remedies)
        }
        guard state == .waiting || (state == .underway && shipment.tour == nil) else { return explanation() }
        let live = try await liveDay(day)
        guard let open = live.model.day.shipments.first(where: { $0.id == id }), live.homeless.contains(id) else {
            return explanation(fitsNow: true)
        }
        return try await HeavyWork.run {
            guard let request = live.model.request(of: id) else { return explanation() }
            let constraints = UnservedDiagnosis.reasons(for: request, in: live.model.problem)
            return explanation(
                reasons: constraints.map {
                    UnservedReason(constraint: $0, detail: live.model.words(for: $0, shipment: open))
                }, remedies: RemedySearch(live: live, shipment: open).remedies())
        }
    }
}
