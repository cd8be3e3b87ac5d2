internal import Logging
internal import Metrics

/// Reports each statement under its name: its duration as a metric, its end in the debug log. Never a value of a parameter or a column.
@DatabaseLoop
final class StatementObservation {
    static let shared = StatementObservation()

    /// A static string's address: the name itself need not be hashed for each statement.
    private var timers: [UnsafeRawPointer: Metrics.Timer] = [:]

    private init() {}

    func finished(
        _ statement: Statement, after duration: Duration, _ outcome: Result<QueryResult, DatabaseError>, _ logger: Logger
    ) {
        timer(for: statement.name).recordNanoseconds(Int64(duration / .nanoseconds(1)))
        switch outcome {
        case .success(let result):
            logger.debug(
                "statement",
                metadata: [
                    "statement": "\(statement.name)", "milliseconds": "\(duration / .milliseconds(1))",
                    "rows": "\(result.affected)",
                ])
        case .failure(let error):
            let reason = error.sqlState?.rawValue ?? error.code.description
            Counter(label: "database_statement_errors", dimensions: [("statement", "\(statement.name)"), ("reason", reason)])
                .increment()
            logger.debug("statement failed", metadata: ["statement": "\(statement.name)", "reason": "\(reason)"])
        }
    }

    private func timer(for name: StaticString) -> Metrics.Timer {
        guard name.hasPointerRepresentation else { return Metrics.Timer(label: "database_statement_duration") }
        let address = UnsafeRawPointer(name.utf8Start)
        if let timer = timers[address] { return timer }
        let timer = Metrics.Timer(label: "database_statement_duration", dimensions: [("statement", "\(name)")])
        timers[address] = timer
        return timer
    }
}

/// A pool's figures as gauges.
@DatabaseLoop
struct PoolObservation {
    private let open: Gauge
    private let used: Gauge
    private let waiting: Gauge

    init(pool: String) {
        open = Gauge(label: "database_connections_open", dimensions: [("pool", pool)])
        used = Gauge(label: "database_connections_used", dimensions: [("pool", pool)])
        waiting = Gauge(label: "database_waiting", dimensions: [("pool", pool)])
    }

    func record(_ usage: PoolState.Usage) {
        open.record(usage.open)
        used.record(usage.used)
        waiting.record(usage.waiting)
    }
}
