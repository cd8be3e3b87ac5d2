import Delivery
import Foundation
import Orders

/// What became of a part of an order that could not be handed over, in German words for shoppers and shops.
struct UndeliveredWords: Sendable {
    private enum Course {
        case again(Shipment)
        case back
        case open(canBeBroughtAgain: Bool, isPerishable: Bool, hub: String?)
        case closed
    }

    private let course: Course

    /// - Parameter deliveries: all that carried the order's goods, by attempt.
    /// - Returns: nil when the part was handed over at the first attempt, or has not been tried yet.
    init?(_ part: ShopOrder, _ deliveries: [Shipment]) {
        guard let last = deliveries.last(where: { $0.shopOrderID == part.id }) else { return nil }
        guard last.state == .failed, let goods = last.undelivered else {
            guard last.attempt > 1, last.state.isOpen else { return nil }
            course = .again(last)
            return
        }
        if goods.isClosed {
            course = .closed
        } else if goods.next != nil {
            course = .back
        } else {
            course = .open(canBeBroughtAgain: last.canBeBroughtAgain, isPerishable: last.isPerishable, hub: goods.hub)
        }
    }

    /// Whether the shopper can choose another window.
    var canBeBroughtAgain: Bool {
        if case .open(canBeBroughtAgain: true, _, _) = course { true } else { false }
    }

    /// Whether nothing more is done with it, and it has not gone back either.
    var isClosed: Bool {
        if case .closed = course { true } else { false }
    }

    /// The shipment that brings it again.
    var next: Shipment? {
        if case .again(let shipment) = course { shipment } else { nil }
    }

    func shopper(at now: Date) -> String {
        let failed = "Wir konnten es nicht übergeben."
        switch course {
        case .again(let shipment): return "\(failed) Wir kommen noch einmal: \(Self.when(shipment, now))."
        case .back: return "\(failed) Es geht zurück an den Laden; Ihr Geld bekommen Sie von ihm."
        case .closed: return "\(failed) Es war verderblich und kommt nicht mehr; Ihr Geld bekommen Sie vom Laden."
        case .open(canBeBroughtAgain: true, _, let hub):
            return "\(failed) Es liegt für Sie bereit\(hub.map { " (\($0))" } ?? "")."
        case .open(_, isPerishable: true, _):
            return "\(failed) Was warm oder gekühlt sein muss, können wir nicht noch einmal bringen."
        case .open: return "\(failed) Wir waren schon mehrmals da; es geht zurück an den Laden."
        }
    }

    func shop(at now: Date) -> String {
        switch course {
        case .again(let shipment): "nicht übergeben; wird noch einmal gebracht: \(Self.when(shipment, now))"
        case .back: "nicht übergeben; kommt zu Ihnen zurück"
        case .closed: "nicht übergeben; war verderblich und kommt nicht zurück"
        case .open(canBeBroughtAgain: true, _, let hub):
            "nicht übergeben; liegt \(hub.map { "bei uns (\($0))" } ?? "bei uns") und wartet auf einen neuen Termin"
        case .open: "nicht übergeben; unsere Disposition meldet sich bei Ihnen"
        }
    }

    private static func when(_ shipment: Shipment, _ now: Date) -> String {
        let day = GermanFormat.day(shipment.day, now: now)
        return "\(day) zwischen \(GermanFormat.time(shipment.windowStart)) und \(GermanFormat.time(shipment.windowEnd)) Uhr"
    }
}
