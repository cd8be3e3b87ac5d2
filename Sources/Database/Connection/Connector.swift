internal import CLibPQ
internal import Dispatch
internal import Glibc

/// A pointer of libpq on its way from one thread to another; only one of them uses it at a time.
struct HandOver: Sendable {
    nonisolated(unsafe) let pointer: OpaquePointer
}

/// Makes connections. Name resolution, TLS and password hashing take their time inside libpq, so a whole attempt runs on a thread of its
/// own, outside Swift's cooperative pool and the database thread; so do cancel requests, for which libpq 15 has only a blocking call.
enum Connector {
    struct Failure: Error {
        let reason: String
        /// Waiting will not mend it: a wrong password, an unknown database, a connection string that cannot be read.
        let isPermanent: Bool
    }

    private static let threads = DispatchQueue(label: "database.connect", attributes: .concurrent)

    static func connect(_ configuration: DatabaseConfiguration) async -> Result<HandOver, Failure> {
        await withCheckedContinuation { continuation in
            threads.async { continuation.resume(returning: attempt(configuration)) }
        }
    }

    /// Asks the server to stop what the connection is running, and returns when it has got the request.
    static func requestCancel(_ cancel: HandOver) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            threads.async {
                var reason = [CChar](repeating: 0, count: 256)
                // A request that does not arrive is repeated by the connection for as long as the statement runs.
                _ = PQcancel(cancel.pointer, &reason, Int32(reason.count))
                PQfreeCancel(cancel.pointer)
                continuation.resume()
            }
        }
    }

    private static func attempt(_ configuration: DatabaseConfiguration) -> Result<HandOver, Failure> {
        var parseError: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(configuration.url, &parseError) else {
            let reason = parseError.map { String(cString: $0).trimmingNewlines } ?? "out of memory"
            PQfreemem(parseError)
            return .failure(Failure(reason: "the database's connection string cannot be read: \(reason)", isPermanent: true))
        }
        PQconninfoFree(options)
        let deadline = ContinuousClock.now + configuration.connectTimeout
        guard let handle = start(configuration) else {
            return .failure(Failure(reason: "out of memory", isPermanent: false))
        }
        do {
            try finishConnecting(handle, deadline: deadline)
            try setUp(handle, configuration, deadline: deadline)
            return .success(HandOver(pointer: handle))
        } catch {
            PQfinish(handle)
            return .failure(error)
        }
    }

    private static func start(_ configuration: DatabaseConfiguration) -> OpaquePointer? {
        let settings = [
            ("dbname", configuration.url), ("fallback_application_name", configuration.applicationName),
            ("client_encoding", "UTF8"),
        ]
        var names: [UnsafePointer<CChar>?] = []
        var values: [UnsafePointer<CChar>?] = []
        for (name, value) in settings {
            names.append(UnsafePointer(strdup(name)))
            values.append(UnsafePointer(strdup(value)))
        }
        defer { for text in names + values { free(UnsafeMutablePointer(mutating: text)) } }
        return PQconnectStartParams(names + [nil], values + [nil], 1)
    }

    private static func finishConnecting(_ handle: OpaquePointer, deadline: ContinuousClock.Instant) throws(Failure) {
        // The verbose form is the only one that carries the SQLSTATE of a refusal.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        defer { PQsetErrorVerbosity(handle, PQERRORS_DEFAULT) }
        var next = PQstatus(handle) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while next != PGRES_POLLING_OK {
            guard next != PGRES_POLLING_FAILED else { throw refusal(of: handle) }
            let events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT
            try wait(for: events, on: handle, until: deadline)
            next = PQconnectPoll(handle)
        }
    }

    private static func setUp(
        _ handle: OpaquePointer, _ configuration: DatabaseConfiguration, deadline: ContinuousClock.Instant
    ) throws(Failure) {
        PQsetnonblocking(handle, 1)
        let timeout = configuration.statementTimeout.map { max(1, Int($0 / .milliseconds(1))) } ?? 0
        guard PQsendQuery(handle, "SET statement_timeout = \(timeout)") == 1 else { throw refusal(of: handle) }
        while PQflush(handle) == 1 { try wait(for: POLLOUT, on: handle, until: deadline) }
        while true {
            while PQisBusy(handle) == 1 {
                try wait(for: POLLIN, on: handle, until: deadline)
                guard PQconsumeInput(handle) == 1 else { throw refusal(of: handle) }
            }
            guard let result = PQgetResult(handle) else { break }
            let status = PQresultStatus(result)
            PQclear(result)
            guard status == PGRES_COMMAND_OK else { throw refusal(of: handle) }
        }
        guard PQenterPipelineMode(handle) == 1 else { throw refusal(of: handle) }
    }

    private static func wait(for events: Int32, on handle: OpaquePointer, until deadline: ContinuousClock.Instant) throws(Failure)
    {
        while true {
            let left = deadline - ContinuousClock.now
            guard left > .zero else {
                throw Failure(reason: "the database server did not answer in time", isPermanent: false)
            }
            var descriptor = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
            let ready = poll(&descriptor, 1, Int32(min(left / .milliseconds(1), 60_000).rounded(.up)))
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw Failure(reason: String(cString: strerror(errno)), isPermanent: false) }
        }
    }

    /// libpq's words for why the attempt failed, e.g. `connection to server at … failed: FATAL:  3D000: database "x" does not exist`.
    private static func refusal(of handle: OpaquePointer) -> Failure {
        let text = String(cString: PQerrorMessage(handle)).trimmingNewlines
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
        let state = sqlState(in: text)
        // 28: authorisation, 3D: the database, 42: a privilege. All else (starting up, too many connections, no server) may pass.
        let isPermanent = state.map { ["28", "3D", "42"].contains($0.errorClass) } ?? false
        return Failure(reason: lines.joined(separator: "; "), isPermanent: isPermanent)
    }

    /// The five characters between `:  ` and `: ` of a verbose message.
    static func sqlState(in text: String) -> SQLState? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10 else { return nil }
        for start in 0...(bytes.count - 10)
        where bytes[start] == 58 && bytes[start + 1] == 32 && bytes[start + 2] == 32 && bytes[start + 8] == 58 {
            let code = bytes[(start + 3)..<(start + 8)]
            if code.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }) {
                return SQLState(String(decoding: code, as: UTF8.self))
            }
        }
        return nil
    }
}
