/// The prepared statements of one connection by their text and parameter types; the one unused for longest makes room for a new one.
struct StatementCache {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    struct Lookup: Equatable {
        /// The statement's name on the server.
        let name: String
        /// Whether the server has yet to be told of it.
        let isNew: Bool
        /// The name of the statement that had to go.
        let evicted: String?
    }

    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    private let capacity: Int
    /// Behind a pooler other clients' statements may be on the same server connection: a name of theirs must never be one of ours.
    private let prefix = String(UInt32.random(in: 0 ... .max), radix: 36)
    private var entries: [Key: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0

    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    var count: Int { entries.count }

    /// O(1); O(capacity) when a statement is evicted.
    mutating func use(_ key: Key) -> Lookup {
        uses += 1
        if let index = entries.index(forKey: key) {
            entries.values[index].lastUse = uses
            return Lookup(name: entries.values[index].name, isNew: false, evicted: nil)
        }
        var evicted: String?
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            evicted = oldest.value.name
            entries.removeValue(forKey: oldest.key)
        }
        names += 1
        let name = "\(prefix)_\(names)"
        entries[key] = Entry(name: name, lastUse: uses)
        return Lookup(name: name, isNew: true, evicted: evicted)
    }

    /// The server does not have the statement, or not any more; the next use prepares it anew under a new name.
    mutating func forget(_ key: Key) {
        entries.removeValue(forKey: key)
    }
}
