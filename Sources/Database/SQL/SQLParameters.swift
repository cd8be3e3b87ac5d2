/// The bound values of a statement in PostgreSQL's binary form, one after the other in one buffer.
struct SQLParameters: Sendable {
    struct Slot: Sendable {
        let type: DatabaseType
        let offset: Int
        /// The number of bytes, or -1 for NULL.
        let length: Int
    }

    private(set) var slots: [Slot] = []
    private(set) var bytes: [UInt8] = []
    /// Why a value could not be encoded. Interpolation cannot throw, so the statement throws it when it is run.
    private(set) var failure: (any Error)?

    var count: Int { slots.count }

    mutating func append<Value: DatabaseEncodable>(_ value: Value) {
        let offset = bytes.count
        do {
            let presence = try value.encode(into: &bytes)
            let length = presence == .null ? -1 : bytes.count - offset
            slots.append(Slot(type: Value.databaseType, offset: offset, length: length))
        } catch {
            failure = failure ?? error
            slots.append(Slot(type: Value.databaseType, offset: offset, length: -1))
        }
    }

    mutating func append(_ other: SQLParameters) {
        let shift = bytes.count
        bytes += other.bytes
        slots += other.slots.map { Slot(type: $0.type, offset: $0.offset + shift, length: $0.length) }
        failure = failure ?? other.failure
    }
}
