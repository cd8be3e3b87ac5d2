import Accounts
import Catalog
import Database
import Delivery
import Foundation

/// A rider's day as the phone shows it.
struct RiderPage: Sendable {
    struct TourPart: Sendable {
        let title: String
        let facts: String
        let stops: [StopPart]
    }

    struct StopPart: Sendable {
        let stopID: String
        let title: String
        let place: String
        let times: String
        let contact: String
        /// For the telephone: digits and a plus.
        let phoneLink: String?
        let phone: String?
        let shipment: String
        let mapLink: String
        let stateWord: String
        let isOver: Bool
        let isDoor: Bool
        let reports: [ReportPart]
    }

    /// A button: what it reports.
    struct ReportPart: Sendable {
        let kind: String
        let label: String
    }

    struct DecisionPart: Sendable {
        let title: String
        let reasons: [String]
    }

    struct Figure: Sendable {
        let what: String
        let amount: String
        let beside: String
    }

    let dayName: String
    let day: String
    let dayBefore: String
    let dayAfter: String
    let shift: String
    /// The time of this page, because it may be shown later without a network.
    let seenAt: String
    let tours: [TourPart]
    let hasTours: Bool
    let decisions: [DecisionPart]
    let hasDecisions: Bool
    let figures: [Figure]
    let hasFigures: Bool
    /// Since when the rider does not ride on this day.
    let sickFrom: String?

    init(
        day: CalendarDay, tours: [Tour], shifts: [Shift], decisions: [AssignmentDecision], own: FairnessLedger.Entry?,
        sickCall: Date?, at now: Date
    ) {
        seenAt = GermanFormat.time(now)
        dayName = GermanFormat.longDay(day)
        self.day = day.description
        dayBefore = day.adding(days: -1).description
        dayAfter = day.adding(days: 1).description
        let spans = shifts.map { "\(GermanFormat.time($0.start))–\(GermanFormat.time($0.end)) Uhr" }
        shift = spans.isEmpty ? "Keine Schicht." : "Schicht \(spans.joined(separator: " und "))."
        self.tours = tours.map(TourPart.init)
        hasTours = !tours.isEmpty
        self.decisions = decisions.map(DecisionPart.init)
        hasDecisions = !decisions.isEmpty
        figures = own.map(Self.figures) ?? []
        hasFigures = own?.burden != nil
        sickFrom = sickCall.map { $0 <= ServiceDay(day).start ? "für den ganzen Tag" : "ab \(GermanFormat.time($0)) Uhr" }
    }

    private static func figures(_ own: FairnessLedger.Entry) -> [Figure] {
        guard let burden = own.burden else { return [] }
        func beside(_ excess: Double) -> String {
            let percent = Int((excess * 100).rounded())
            return percent == 0 ? "wie das Team" : "\(abs(percent)) % \(percent > 0 ? "mehr" : "weniger") als das Team"
        }
        let work = own.workload
        return [
            Figure(
                what: "Getragen", amount: "\(GermanFormat.count(Int(work.kilogramKilometres.rounded()))) kg·km",
                beside: beside(burden.load)),
            Figure(what: "Gefahren", amount: "\(GermanFormat.tenths(work.metres, of: 1000)) km", beside: beside(burden.distance)),
            Figure(what: "Gewartet", amount: "\(work.waitingSeconds / 60) min", beside: beside(burden.waiting)),
            Figure(what: "Abends nach 20 Uhr", amount: "\(work.lateDays) von \(work.days) Tagen", beside: beside(burden.late)),
        ]
    }
}

extension RiderPage.TourPart {
    fileprivate init(_ tour: Tour) {
        title = "Tour \(tour.number) · \(tour.bike.name)"
        facts = [
            "\(GermanFormat.time(tour.start))–\(GermanFormat.time(tour.end)) Uhr", tour.hub.name,
            "\(GermanFormat.tenths(tour.metres, of: 1000)) km", "\(GermanFormat.tenths(tour.grams.rawValue, of: 1000)) kg",
        ].joined(separator: " · ")
        stops = (tour.stopList ?? []).map(RiderPage.StopPart.init)
    }
}

extension RiderPage.StopPart {
    fileprivate init(_ stop: TourStop) {
        stopID = stop.id.description
        title = stop.word
        place = stop.name
        var times = "\(GermanFormat.time(stop.expected ?? stop.serviceStart)) Uhr"
        if let start = stop.windowStart, let end = stop.windowEnd {
            times += " · Fenster \(GermanFormat.time(start))–\(GermanFormat.time(end))"
        }
        self.times = times
        contact = [stop.contact?.name, stop.contact?.note].compactMap(\.self).joined(separator: " · ")
        phone = stop.contact?.phone
        phoneLink = stop.contact?.phone.map { $0.filter { $0.isASCII && ($0.isNumber || $0 == "+") } }
        shipment = stop.shipmentNumber?.description ?? ""
        mapLink = "geo:\(stop.latitude),\(stop.longitude)?q=\(stop.latitude),\(stop.longitude)"
        isOver = stop.state == .done || stop.state == .failed
        isDoor = stop.isAtDoor
        stateWord =
            switch stop.state {
            case .open: ""
            case .arrived: "angekommen"
            case .failed: "nicht geklappt"
            case .done: "erledigt"
            }
        let labels: [(StopEvent.Kind, String)] = [
            (.arrived, "Angekommen"), (.pickedUp, stop.kind == .pickup ? "Abgeholt" : "Geladen"),
            (.delivered, stop.isAtDoor ? "Geliefert" : "Abgegeben"),
            (.failed, "Klappt nicht"),
        ]
        reports =
            stop.kind == .break
            ? [] : labels.filter { $0.0.fits(stop.kind) }.map { RiderPage.ReportPart(kind: $0.0.rawValue, label: $0.1) }
    }
}

extension RiderPage.DecisionPart {
    fileprivate init(_ decision: AssignmentDecision) {
        let who = decision.madeBy == .automatic ? "vom System vorgeschlagen" : "von der Disposition entschieden"
        let change = decision.rider.map { "fährt \($0)" } ?? "fährt niemand mehr"
        title = "\(GermanFormat.time(decision.decidedAt)) Uhr: Tour \(decision.tour) \(change), \(who)"
        reasons = decision.reasonsInGerman
    }
}
