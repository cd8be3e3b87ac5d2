import Routing

/// What will happen, by its time; what happens at one moment happens in the order in which it was put in.
struct EventQueue<Event> {
    private struct Entry {
        let time: Seconds
        let event: Event
    }

    /// The next one last.
    private var entries: [Entry] = []

    /// O(n).
    mutating func add(_ event: Event, at time: Seconds) {
        // Before all that come earlier or at the same time: these were put in before it.
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].time > time { low = middle + 1 } else { high = middle }
        }
        entries.insert(Entry(time: time, event: event), at: low)
    }

    /// Takes the next one out. O(1).
    mutating func next() -> (time: Seconds, event: Event)? {
        entries.popLast().map { ($0.time, $0.event) }
    }
}
