import Catalog

/// The reasons of an assignment in words: English for dispatchers, German for riders.
struct AssignmentWords {
    private let isGerman: Bool

    init(_ language: Language) {
        isGerman = language == .german
    }

    private func pick(_ german: String, _ english: String) -> String { isGerman ? german : english }

    func shift(_ shift: String, covers tour: String) -> String {
        pick("die Schicht \(shift) deckt \(tour)", "shift \(shift) covers \(tour)")
    }

    func hub(isAtHome: Bool) -> String {
        isAtHome
            ? pick("arbeitet von diesem Hub", "works from this hub")
            : pick("arbeitet von einem anderen Hub", "works from another hub")
    }

    func skills(_ names: [String]) -> String {
        pick("kann \(names.joined(separator: " und "))", "has \(names.joined(separator: " and "))")
    }

    func busy(_ minutes: Int) -> String {
        pick("fährt an dem Tag \(minutes) min andere Touren", "rides \(minutes) min on other tours that day")
    }

    func idle(_ minutes: Int) -> String {
        pick("\(minutes) min der Schicht bleiben ohne Tour", "\(minutes) min of the shift unused")
    }

    func lately(_ factor: AssignmentFit.Factor, _ excess: Double) -> String {
        let days = FairnessLedger.usualDays
        return pick(
            "\(deed(factor)) in den letzten \(days) Tagen \(percent(excess)) als das Team",
            "\(deed(factor)) \(percent(excess)) than the team in the last \(days) days")
    }

    var nobodyElse: String { pick("niemand sonst darf sie fahren", "nobody else may ride it") }

    func better(_ name: String, neededFor tour: Int?) -> String {
        guard let tour else {
            return pick(
                "\(name) passte besser, aber dann hätten weniger Touren jemanden",
                "\(name) would suit better, but with them fewer tours would have a rider")
        }
        return pick(
            "\(name) passte besser, wird aber für Tour \(tour) gebraucht",
            "\(name) would suit better, but is needed for tour \(tour)")
    }

    func asWell(_ name: String) -> String { pick("\(name) passte ebenso gut", "\(name) would suit as well") }

    /// - Parameters:
    ///   - theirs: what the other rider had lately, against the team.
    ///   - own: what the chosen one had.
    func chosen(over name: String, _ deciding: AssignmentFit.Factor, theirs: Double, own: Double, rider: String) -> String {
        let because =
            switch deciding {
            case .idle:
                pick("von der Schicht von \(name) mehr ohne Tour bliebe", "more of \(name)'s shift would be without a tour")
            case .busy: pick("\(name) an dem Tag mehr andere Touren fährt", "\(name) rides more on other tours that day")
            case .spareSkills: pick("\(name) kann, was andere Touren brauchen", "\(name) has skills that other tours may need")
            case .foreignHub: pick("\(name) von einem anderen Hub arbeitet", "\(name) works from another hub")
            case .load, .distance, .climb, .waiting, .late:
                pick(
                    "\(name) zuletzt \(percent(theirs)) \(participle(deciding)), \(rider) \(percent(own)) (gegenüber dem Team)",
                    "\(name) \(deed(deciding)) \(percent(theirs)) lately, \(rider) \(percent(own)) (against the team)")
            }
        return pick("vor \(name), weil \(because)", "chosen over \(name) because \(because)")
    }

    private func deed(_ factor: AssignmentFit.Factor) -> String {
        switch factor {
        case .load: pick("trug", "carried")
        case .distance: pick("fuhr", "rode")
        case .climb: pick("fuhr bergauf", "climbed")
        case .waiting: pick("wartete", "waited")
        case .late: pick("arbeitete abends", "worked late")
        case .idle, .busy, .spareSkills, .foreignHub: ""
        }
    }

    private func participle(_ factor: AssignmentFit.Factor) -> String {
        switch factor {
        case .load: "getragen hat"
        case .distance: "gefahren ist"
        case .climb: "bergauf gefahren ist"
        case .waiting: "gewartet hat"
        case .late: "abends gearbeitet hat"
        case .idle, .busy, .spareSkills, .foreignHub: ""
        }
    }

    private func percent(_ excess: Double) -> String {
        let percent = Int((abs(excess) * 100).rounded())
        if percent == 0 { return pick("so viel", "as much") }
        return "\(percent) % \(excess > 0 ? pick("mehr", "more") : pick("weniger", "less"))"
    }
}
