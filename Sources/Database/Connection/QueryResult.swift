internal import CLibPQ

/// Owns a result of libpq.
final class QueryResult: Sendable {
    // libpq never changes a PGresult once it is handed out, and its readers may run on several threads
    // ("34.20 Behavior in Threaded Programs"); it is freed only here, when nobody holds it any more.
    nonisolated(unsafe) let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { PQclear(pointer) }

    /// The number of rows affected, from the command tag; 0 for commands that have none.
    var affected: Int {
        // libpq declares the pointer mutable but only reads.
        guard let text = PQcmdTuples(pointer) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    /// The command tag, e.g. `UPDATE 3` or `ROLLBACK`.
    var commandTag: String {
        PQcmdStatus(pointer).map { String(cString: $0) } ?? ""
    }

    /// The server's error in the result.
    var error: DatabaseError {
        func field(_ code: Character) -> String? {
            guard let ascii = code.asciiValue, let text = PQresultErrorField(pointer, Int32(ascii)) else { return nil }
            return String(cString: text)
        }
        let fallback = PQresultErrorMessage(pointer).map { String(cString: $0).trimmingNewlines } ?? "unknown error"
        var error = DatabaseError(.server, field("M") ?? fallback)
        guard let state = field("C") else {
            // Without a SQLSTATE it is libpq that speaks: the connection is gone.
            error.code = .connectionLost
            return error
        }
        error.sqlState = SQLState(state)
        error.detail = field("D")
        error.hint = field("H")
        error.constraint = field("n")
        error.column = field("c")
        if let table = field("t") { error.table = (field("s").map { "\($0)." } ?? "") + table }
        return error
    }
}

extension String {
    var trimmingNewlines: String {
        var text = Substring(self)
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
