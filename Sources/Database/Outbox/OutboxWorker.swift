internal import Foundation
public import Logging
internal import Metrics
public import ServiceLifecycle

/// Delivers the events of the ``Outbox`` to their handlers, also those that another process published. Any number of workers in any number of
/// processes share the work; an event is with one of them at a time.
public struct OutboxWorker: Service {
    private let database: Database
    private let handlers: OutboxHandlers
    private let backoff: OutboxBackoff
    private let pollInterval: Duration
    private let lanes: Int
    private let logger: Logger

    /// - Parameters:
    ///   - lanes: how many events are delivered at a time; each occupies a connection for transactions.
    ///   - pollInterval: how often it looks for events even if no notification arrives; also the precision of retries.
    public init(
        database: Database, handlers: OutboxHandlers, backoff: OutboxBackoff = OutboxBackoff(), lanes: Int = 2,
        pollInterval: Duration = .seconds(2), logger: Logger
    ) {
        self.database = database
        self.handlers = handlers
        self.backoff = backoff
        self.lanes = max(1, lanes)
        self.pollInterval = pollInterval
        self.logger = logger
    }

    /// Delivers events until the task is cancelled or a graceful shutdown begins; then it finishes what it is at and returns.
    public func run() async throws {
        // A wake each: a lane that is busy with something slow does not keep the others from what has just arrived.
        let wakes = (0..<lanes).map { _ in AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1)) }
        let wakeAll: @Sendable () -> Void = { for wake in wakes { wake.continuation.yield() } }
        let stop: @Sendable () -> Void = { for wake in wakes { wake.continuation.finish() } }
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { wakers in
                wakers.addTask { await listen(wakeAll) }
                wakers.addTask {
                    while (try? await Task.sleep(for: pollInterval)) != nil { wakeAll() }
                    stop()
                }
                wakeAll()
                await withTaskGroup(of: Void.self) { lanes in
                    for wake in wakes {
                        lanes.addTask { for await _ in wake.stream { await deliverWhatIsDue() } }
                    }
                }
                wakers.cancelAll()
            }
        } onGracefulShutdown: {
            stop()
        }
    }

    /// Delivers what there is now of `topics` (all that have handlers when `nil`), also what waits for a retry, and returns when it has been
    /// delivered, be it by this worker or another. For callers that go on only when the effects are there.
    /// - Throws: ``OutboxFailures`` when handlers failed; every other event was delivered.
    public func drain(topics: Set<OutboxTopic>? = nil) async throws {
        let topics = handlers.topics.intersection(topics ?? handlers.topics)
        let last = try await database.one("outbox.last", "SELECT coalesce(max(id), 0) FROM database.outbox").decode(Int64.self)
        var failures: [OutboxFailures.Failure] = []
        while true {
            switch try await deliverOne(of: topics, among: .all(upTo: last, except: failures.map(\.eventID))) {
            case .delivered: continue
            case .failed(let failure): failures.append(failure)
            case .none:
                guard try await isPending(topics, upTo: last, except: failures.map(\.eventID)) else {
                    if failures.isEmpty { return }
                    throw OutboxFailures(failures: failures)
                }
                // Another worker has it in hand.
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private func listen(_ wake: @Sendable () -> Void) async {
        do {
            // A reconnection wakes too: notifications may have been missed.
            for try await _ in database.listen(to: [Outbox.channel]) { wake() }
        } catch {
            logger.warning("the outbox listens no more and relies on polling", metadata: ["error": "\(error)"])
        }
    }

    private func deliverWhatIsDue() async {
        do {
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                guard try await deliverOne(of: handlers.topics, among: .due) != nil else { return }
            }
        } catch {
            // Nothing is lost: the event stays as it was and the next poll finds it.
            logger.warning("the outbox could not be worked on", metadata: ["error": "\(error)"])
        }
    }

    private enum Candidates {
        case due
        case all(upTo: Int64, except: [Int64])

        var condition: SQL {
            switch self {
            case .due: "next_attempt_at <= now()"
            case .all(let last, let failed): "id <= \(last) AND id <> ALL (\(failed))"
            }
        }
    }

    private enum Outcome {
        case delivered
        case failed(OutboxFailures.Failure)
    }

    /// Takes one event, has it handled and notes the outcome, all in one transaction: the row stays locked meanwhile, so nobody else takes
    /// it, and a process that dies leaves it as it was.
    /// - Returns: `nil` when there is none that is not in other hands.
    private func deliverOne(of topics: Set<OutboxTopic>, among candidates: Candidates) async throws -> Outcome? {
        let topics = topics.map(\.rawValue)
        return try await database.transaction("outbox.deliver") { transaction in
            guard
                let row = try await transaction.first(
                    "outbox.claim",
                    """
                    SELECT id, topic, payload, created_at, attempts FROM database.outbox
                    WHERE delivered_at IS NULL AND topic = ANY (\(topics)) AND \(candidates.condition)
                    ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
                    """)
            else { return nil }
            let event = try OutboxEvent(row)
            do {
                try await transaction.savepoint("outbox.handle") { try await handlers.handle(event, in: transaction) }
            } catch let error as DatabaseError where error.isTransientConflict || error.code == .connectionLost {
                // The transaction is run again as a whole, or is gone with its connection; that is no failure of the handler.
                throw error
            } catch let error where !Task.isCancelled {
                return .failed(try await note(error, of: event, in: transaction))
            }
            try await transaction.execute(
                "outbox.delivered", "UPDATE database.outbox SET delivered_at = now(), last_error = NULL WHERE id = \(event.id)")
            Counter(label: "outbox_delivered", dimensions: [("topic", event.topic.rawValue)]).increment()
            return .delivered
        }
    }

    private func note(_ error: any Error, of event: OutboxEvent, in transaction: Transaction) async throws
        -> OutboxFailures.Failure
    {
        let failure = OutboxFailures.Failure(eventID: event.id, topic: event.topic, reason: String("\(error)".prefix(500)))
        let wait = backoff.delay(afterFailures: event.failedAttempts + 1) / .seconds(1)
        try await transaction.execute(
            "outbox.failed",
            """
            UPDATE database.outbox
            SET attempts = attempts + 1, last_error = \(failure.reason), next_attempt_at = now() + make_interval(secs => \(wait))
            WHERE id = \(event.id)
            """)
        Counter(label: "outbox_failed", dimensions: [("topic", event.topic.rawValue)]).increment()
        logger.error(
            "an event was not delivered and will be tried again",
            metadata: [
                "event": "\(event.id)", "topic": "\(event.topic)", "failures": "\(event.failedAttempts + 1)",
                "error": "\(failure.reason)",
            ])
        return failure
    }

    private func isPending(_ topics: Set<OutboxTopic>, upTo last: Int64, except failed: [Int64]) async throws -> Bool {
        let candidates = Candidates.all(upTo: last, except: failed)
        return try await database.one(
            "outbox.isPending",
            """
            SELECT EXISTS (SELECT FROM database.outbox
                           WHERE delivered_at IS NULL AND topic = ANY (\(topics.map(\.rawValue))) AND \(candidates.condition))
            """
        ).decode(Bool.self)
    }
}

/// Handlers failed while ``OutboxWorker/drain(topics:)`` was under way. Their events stay and will be tried again by a running worker.
public struct OutboxFailures: Error, CustomStringConvertible {
    public struct Failure: Sendable {
        public let eventID: Int64
        public let topic: OutboxTopic
        public let reason: String
    }

    public let failures: [Failure]

    public var description: String {
        let first = failures.prefix(3).map { "\($0.topic) (event \($0.eventID)): \($0.reason)" }.joined(separator: "; ")
        return "\(failures.count) events could not be delivered: \(first)"
    }
}

extension OutboxEvent {
    fileprivate init(_ row: Row) throws {
        let (id, topic, payload, createdAt, attempts) = try row.decode(
            Int64.self, OutboxTopic.self, RawJSON.self, Date.self, Int.self)
        self.init(id: id, topic: topic, payload: payload, createdAt: createdAt, failedAttempts: attempts)
    }
}
