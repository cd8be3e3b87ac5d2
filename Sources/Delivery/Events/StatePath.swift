/// A shortest way through a state machine.
enum StatePath {
    /// The states after `start` up to `goal`; `nil` when there is no way, empty when they are the same.
    static func steps<State: Hashable>(from start: State, to goal: State, successors: (State) -> Set<State>) -> [State]? {
        var previous: [State: State] = [:]
        var frontier = [start]
        var seen: Set<State> = [start]
        while !frontier.isEmpty, !seen.contains(goal) {
            var next: [State] = []
            for state in frontier {
                for successor in successors(state) where seen.insert(successor).inserted {
                    previous[successor] = state
                    next.append(successor)
                }
            }
            frontier = next
        }
        guard seen.contains(goal) else { return nil }
        var path: [State] = []
        var state = goal
        while state != start, let before = previous[state] {
            path.append(state)
            state = before
        }
        return path.reversed()
    }
}
