import Foundation

/// What the board asks of the service.
struct BoardService: Sendable {
    var client: APIClient
    var day: String?

    private static let base = "/api/v1/dispatch"

    func refresh(_ state: inout BoardState) async throws {
        let status: DayStatus = try await client.get("\(Self.base)/status", query: ["day": day]).value
        let tours: List<Tour> = try await client.get("\(Self.base)/tours", query: ["day": status.day, "stops": "true"]).value
        let log: List<DayLogEntry> = try await client.get("\(Self.base)/log", query: ["day": status.day, "limit": "20"]).value
        state.day = status.day
        state.unserved = status.unserved
        state.undecided = status.undecided
        state.tours = tours.items
        state.log = log.items
        state.selected = min(state.selected, max(0, state.shown.count - 1))
    }

    /// Does it, says what came of it, and notes how it is taken back.
    func run(_ order: BoardOrder, _ state: inout BoardState) async {
        do {
            let done = try await perform(order, state)
            state.tell(done.words)
            if case .undo = order {
                if let index = state.done.lastIndex(where: { !$0.isUndone && $0.undo != nil }) {
                    state.done[index].isUndone = true
                }
            } else if case .why = order {
                // A question changes nothing.
            } else {
                state.done.append(done)
            }
        } catch {
            state.tell("\(error)", isProblem: true)
        }
    }

    private func perform(_ order: BoardOrder, _ state: BoardState) async throws -> BoardState.Done {
        let version = state.tours.first?.planVersion
        let back = version.map { BoardOrder.restore(version: $0) }
        switch order {
        case .plan: return BoardState.Done(words: try await plan("search", state), undo: back)
        case .replan: return BoardState.Done(words: try await plan("adjustment", state), undo: back)
        case .assignAll:
            let answer: AutoAssignment = try await client.call(
                "POST", "\(Self.base)/assignments/auto", body: AutoAssignmentOrder(day: state.day)
            ).value
            return BoardState.Done(
                words: "\(answer.assigned.count) tours have a rider now, \(answer.unassigned.count) found none")
        case .assign(let tour, let rider, let reason): return try await assign(tour, rider, reason, state)
        case .unassign(let tour, let reason):
            let before = state.tours.first { $0.number == tour }?.rider
            let _: Tour = try await client.call(
                "DELETE", "\(Self.base)/tours/\(tour)/assignment", query: ["day": state.day, "reason": reason]
            ).value
            return BoardState.Done(
                words: "tour \(tour) has no rider now",
                undo: before.map { .assign(tour, rider: $0.id.uuidString, reason: Self.takenBack) })
        case .swapRiders(let first, let second):
            let swap = RiderSwap(day: state.day, tour: first, otherTour: second, reason: "exchanged on the board")
            let _: List<Tour> = try await client.call("POST", "\(Self.base)/assignments/swap", body: swap).value
            return BoardState.Done(
                words: "tours \(first) and \(second) exchanged their riders", undo: .swapRiders(first, second))
        case .move(let shipment, let tour):
            return try await edit(
                EditOrder(day: state.day, kind: "move", shipment: shipment, tour: tour), "\(shipment) to tour \(tour)", back)
        case .swap(let first, let second):
            return try await edit(
                EditOrder(day: state.day, kind: "swap", tour: first, otherTour: second),
                "tours \(first) and \(second) swapped bikes",
                back)
        case .lock(let tour, let isLocked):
            let _: Tour = try await client.call(
                isLocked ? "PUT" : "DELETE", "\(Self.base)/tours/\(tour)/lock", query: ["day": state.day]
            ).value
            return BoardState.Done(words: "tour \(tour) \(isLocked ? "locked" : "unlocked")", undo: .lock(tour, !isLocked))
        case .restore(let version): return BoardState.Done(words: try await restore(version, state))
        case .bikeOut(let key): return try await disrupt(DisruptionDraft(kind: "bike-out", subject: key), state)
        case .riderOut(let key): return try await disrupt(DisruptionDraft(kind: "rider-out", subject: key), state)
        case .shopLate(let key, let minutes):
            return try await disrupt(DisruptionDraft(kind: "shop-late", subject: key, minutes: minutes), state)
        case .lift(let id):
            let lifted: Disruption = try await client.call("DELETE", "\(Self.base)/disruptions/\(id.uuidString.lowercased())")
                .value
            return BoardState.Done(words: "\(lifted.kind) \(lifted.subject) taken back; r replans")
        case .why(let number): return BoardState.Done(words: try await why(number))
        case .undo(let inner):
            let done = try await perform(inner, state)
            return BoardState.Done(words: "taken back: \(done.words)")
        }
    }

    private func plan(_ mode: String, _ state: BoardState) async throws -> String {
        var job: PlanningJob = try await client.call(
            "POST", "\(Self.base)/planning-jobs", body: PlanningOrder(day: state.day, mode: mode)
        ).value
        while !job.isFinished {
            try await Task.sleep(for: .milliseconds(150))
            job = try await client.get("\(Self.base)/planning-jobs/\(job.id.uuidString.lowercased())").value
        }
        guard job.state == "done" else { throw Failure.notDone(job.message ?? "The plan could not be made.") }
        let moved = job.outcome?.comparison.map {
            ", \($0.changes.count) shipments moved, \(Format.euros($0.after.costCents - $0.before.costCents))"
        }
        return
            "\(mode == "search" ? "planned" : "replanned"): \(job.served ?? 0) served, \(job.unserved ?? 0) left out\(moved ?? "")"
    }

    /// The reason that is kept where a choice by hand is taken back.
    private static let takenBack = "taken back on the board"

    private func assign(
        _ tour: Int, _ rider: String, _ reason: String?, _ state: BoardState
    ) async throws -> BoardState.Done {
        let riders: List<Rider> = try await client.get("\(Self.base)/riders", query: ["day": state.day]).value
        let chosen = try AssignSetCommand.find(rider, among: riders.items)
        let before = state.tours.first { $0.number == tour }?.rider
        let _: Tour = try await client.call(
            "PUT", "\(Self.base)/tours/\(tour)/assignment", query: ["day": state.day],
            body: RiderChoice(riderID: chosen.id, reason: reason)
        ).value
        return BoardState.Done(
            words: "tour \(tour) is \(chosen.name)'s",
            undo: before.map { .assign(tour, rider: $0.id.uuidString, reason: Self.takenBack) }
                ?? .unassign(tour, reason: Self.takenBack))
    }

    private func edit(_ edit: EditOrder, _ words: String, _ back: BoardOrder?) async throws -> BoardState.Done {
        let plan: Plan = try await client.call("POST", "\(Self.base)/tour-edits", body: edit).value
        return BoardState.Done(words: "\(words) (version \(plan.version), \(Format.euros(plan.costCents)))", undo: back)
    }

    private func restore(_ version: Int, _ state: BoardState) async throws -> String {
        let plans: List<Plan> = try await client.get("\(Self.base)/plans", query: ["day": state.day]).value
        guard let plan = plans.items.first(where: { $0.version == version }) else {
            throw Failure.notDone("Version \(version) is not there any more.")
        }
        let restored: Plan = try await client.call("POST", "\(Self.base)/plans/\(plan.id.uuidString.lowercased())/restore").value
        return "version \(version) is back as version \(restored.version)"
    }

    private func disrupt(_ draft: DisruptionDraft, _ state: BoardState) async throws -> BoardState.Done {
        let told: Disruption = try await client.call(
            "POST", "\(Self.base)/disruptions", query: ["day": state.day], body: draft
        ).value
        return BoardState.Done(words: "\(told.kind) \(told.subject); r replans", undo: .lift(told.id))
    }

    private func why(_ number: String) async throws -> String {
        let found: ShipmentExplanation = try await client.get("\(Self.base)/shipments/\(number)/explanation").value
        if let tour = found.tour { return "\(number) rides with tour \(tour)" }
        if found.fitsNow { return "\(number) fits: r replans" }
        let remedy = found.remedies.first.map { " – would fit with \($0.detail)" } ?? ""
        return "\(number): \(found.reasons.first?.detail ?? found.state)\(remedy)"
    }
}
