/// Who wants to be told what.
public struct OutboxHandlers: Sendable {
    /// Deals with one event. What it writes through the transaction takes effect together with the note that the event was delivered:
    /// exactly once. What it does elsewhere (a mail, a call over the network) can happen again when the process dies in between, so that must
    /// carry the event's id for the other side to recognise it. Throwing means "again, later".
    ///
    /// Events may come in another order than they happened: read how things stand now instead of trusting that order.
    public typealias Handler = @Sendable (_ event: OutboxEvent, _ transaction: Transaction) async throws -> Void

    private var handlers: [OutboxTopic: [Handler]] = [:]

    public init() {}

    /// Adds a handler. When a topic has several they run in the order they were added, and all or none take effect.
    public mutating func on(_ topic: OutboxTopic, _ handler: @escaping Handler) {
        handlers[topic, default: []].append(handler)
    }

    /// The topics with at least one handler; only their events are taken up.
    public var topics: Set<OutboxTopic> { Set(handlers.keys) }

    func handle(_ event: OutboxEvent, in transaction: Transaction) async throws {
        for handler in handlers[event.topic] ?? [] {
            try await handler(event, transaction)
        }
    }
}
