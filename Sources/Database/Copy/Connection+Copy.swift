internal import CLibPQ

extension Connection {
    /// Starts a COPY; the connection is in exclusive use until it has ended.
    func beginCopy(_ name: StaticString, _ text: String, expecting: ExecStatusType) async throws {
        try beginExclusive(name)
        do {
            guard PQsendQuery(handle, text) == 1 else { throw lastError }
            flush()
            guard let result = try await cancellingExclusive({ try await nextResult() }) else { throw lastError }
            if PQresultStatus(result.pointer) != expecting { throw result.error }
        } catch {
            throw await failExclusive(error, name)
        }
    }

    /// Hands a chunk to the server and returns when the socket has taken it.
    func putCopyData(_ name: StaticString, _ bytes: [UInt8]) async throws {
        if Task.isCancelled { throw DatabaseError(.cancelled, "the task was cancelled", statement: "\(name)") }
        try checkOpen()
        let status = bytes.withUnsafeBytes {
            PQputCopyData(handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
        }
        guard status == 1 else { throw lastError.naming(name) }
        try await cancellingExclusive { try await flushed() }
    }

    /// Ends a COPY into the server, with its data complete or with the reason why they are not.
    /// - Returns: the number of rows.
    func endCopyIn(_ name: StaticString, failure: String?) async throws -> Int {
        do {
            try checkOpen()
            let status = failure.map { PQputCopyEnd(handle, $0) } ?? PQputCopyEnd(handle, nil)
            guard status == 1 else { throw lastError }
            let result = try await cancellingExclusive {
                try await flushed()
                return try await nextResult()
            }
            guard let result else { throw lastError }
            guard PQresultStatus(result.pointer) == PGRES_COMMAND_OK else { throw result.error }
            while try await nextResult() != nil {}
            endExclusive()
            return result.affected
        } catch {
            throw await failExclusive(error, name)
        }
    }

    /// The next rows of a COPY from the server, some 64 KiB of them, and whether they are the last.
    func nextCopyData(_ name: StaticString) async throws -> (rows: [UInt8], isLast: Bool) {
        do {
            return try await cancellingExclusive {
                var chunk: [UInt8] = []
                while true {
                    try checkOpen()
                    var row: UnsafeMutablePointer<CChar>?
                    let length = PQgetCopyData(handle, &row, 1)
                    if length > 0, let row {
                        chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(length)))
                        PQfreemem(row)
                        if chunk.count >= 1 << 16 { return (chunk, false) }
                    } else if length == 0 {
                        if !chunk.isEmpty { return (chunk, false) }
                        await readable()
                    } else if length == -1 {
                        // What is left to come is the command's result.
                        return (chunk, true)
                    } else {
                        throw lastError
                    }
                }
            }
        } catch {
            throw await failExclusive(error, name)
        }
    }

    /// Takes the result after the last row.
    func endCopyOut(_ name: StaticString) async throws {
        do {
            while let result = try await nextResult() {
                guard PQresultStatus(result.pointer) == PGRES_COMMAND_OK else { throw result.error }
            }
            endExclusive()
        } catch {
            throw await failExclusive(error, name)
        }
    }

    /// Reads the rest of a COPY that nobody wants any more, so that the connection can be used again.
    func runOutCopy() async {
        guard isOpen, exclusive.isActive else { return }
        exclusive.isRunningOut = true
        while true {
            guard isOpen else { return }
            var row: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(handle, &row, 1)
            if let row { PQfreemem(row) }
            if length == 0 { await readable() }
            if length < 0 { break }
        }
        try? await endCopyOut("database.runOutCopy")
    }

    private var lastError: DatabaseError {
        DatabaseError(.connectionLost, lossReason ?? String(cString: PQerrorMessage(handle)).trimmingNewlines)
    }

    /// Takes what the server still sends after an error and goes back to pipeline mode.
    private func failExclusive(_ error: any Error, _ name: StaticString) async -> any Error {
        if isOpen, exclusive.isActive {
            while let result = try? await nextResult() {
                // A COPY that the server still believes in: there is no way out but to hang up.
                if [PGRES_COPY_IN, PGRES_COPY_OUT].contains(PQresultStatus(result.pointer)) {
                    lost("a COPY could not be ended")
                    break
                }
            }
            endExclusive()
        }
        guard var failure = error as? DatabaseError else { return error }
        if failure.sqlState == .queryCancelled { failure.code = .cancelled }
        return failure.naming(name)
    }
}
