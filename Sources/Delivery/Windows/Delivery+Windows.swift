import Catalog
public import Database
import Foundation
import Orders

extension Delivery {
    /// The windows that can be ordered now: today's whose cut-off has not passed, and those of the next delivery day, by their start.
    public func deliveryWindows() async throws -> [DeliveryWindow] {
        let now = now()
        let templates = try await windowTemplates(in: database)
        return ServiceDay(containing: now).deliveryDays.flatMap { day in
            templates.map { window(template: $0, on: day) }
        }.filter { now < $0.cutoff }
    }

    /// The window of that name, for a checkout.
    /// - Returns: `nil` when there is none or it cannot be ordered any more, or not yet.
    public func deliveryWindow(_ id: DeliveryWindowID, in queryable: (any Queryable)? = nil) async throws -> DeliveryWindow? {
        let now = now()
        guard ServiceDay(containing: now).deliveryDays.contains(id.day) else { return nil }
        let templates = try await windowTemplates(in: queryable ?? database)
        guard let template = templates.first(where: { $0.start == id.start }) else { return nil }
        let window = window(template: template, on: id.day)
        return now < window.cutoff ? window : nil
    }

    /// Replaces the windows that repeat every day. Orders keep the windows they were placed with.
    public func setWindowTemplates(_ templates: [DeliveryWindowTemplate]) async throws {
        try await database.transaction("delivery.setWindowTemplates") { transaction in
            try await transaction.execute("delivery.clearWindowTemplates", "DELETE FROM delivery.window_template")
            for template in templates {
                try await transaction.execute(
                    "delivery.insertWindowTemplate",
                    """
                    INSERT INTO delivery.window_template (starts, ends, cutoff_minutes)
                    VALUES (\(template.start), \(template.end), \(template.cutoffMinutes))
                    """)
            }
        }
    }

    /// The windows that repeat every day, by their start.
    public func windowTemplates(in queryable: (any Queryable)? = nil) async throws -> [DeliveryWindowTemplate] {
        try await (queryable ?? database).query(
            "delivery.windowTemplates",
            "SELECT starts, ends, cutoff_minutes FROM delivery.window_template WHERE active ORDER BY starts"
        ).decode(TimeOfDay.self, TimeOfDay.self, Int.self).map {
            DeliveryWindowTemplate(start: $0.0, end: $0.1, cutoffMinutes: $0.2)
        }
    }

    private func window(template: DeliveryWindowTemplate, on day: CalendarDay) -> DeliveryWindow {
        let serviceDay = ServiceDay(day)
        let start = serviceDay.moment(template.start)
        return DeliveryWindow(
            id: DeliveryWindowID(day: day, start: template.start), day: day, start: start, end: serviceDay.moment(template.end),
            cutoff: start.addingTimeInterval(-60 * Double(template.cutoffMinutes)), feeCents: deliveryFee.base)
    }
}
