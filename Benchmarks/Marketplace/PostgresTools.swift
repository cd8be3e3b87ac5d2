import Foundation

/// PostgreSQL's own tools on the server under test: psql, pgbench, and its log.
struct PostgresTools {
    let url: String
    let log: String
    let folder: URL
    /// pgbench takes no more.
    static let mostScripts = 128

    @discardableResult
    func sql(_ text: String) throws -> String {
        try Shell.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", text, url])
    }

    func productIDs(_ count: Int) throws -> [String] {
        try sql("SELECT id FROM catalog.product WHERE sku LIKE 'BENCH-%' ORDER BY md5(sku) LIMIT \(count)")
            .split(separator: "\n").map(String.init)
    }

    /// Seconds of a bare `\copy` of a table's rows into an empty table with the same columns, constraints and indexes.
    func secondsToCopy(from table: String, where condition: String, rows: Int) throws -> Double {
        let file = folder.appendingPathComponent("rows.csv")
        let columns = try sql(
            """
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = '\(table)'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
            """
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        try sql("\\copy (SELECT \(columns) FROM \(table) WHERE \(condition)) TO '\(file.path)' (FORMAT csv)")
        try sql("DROP TABLE IF EXISTS public.bare_copy; CREATE TABLE public.bare_copy (LIKE \(table) INCLUDING ALL)")
        let start = Date()
        try sql("\\copy public.bare_copy (\(columns)) FROM '\(file.path)' (FORMAT csv)")
        let seconds = Date().timeIntervalSince(start)
        let copied = try sql("SELECT count(*) FROM public.bare_copy").trimmingCharacters(in: .whitespacesAndNewlines)
        guard copied == "\(rows)" else { throw Shell.Failed(description: "\\copy wrote \(copied) rows of \(rows)") }
        try sql("DROP TABLE public.bare_copy")
        return seconds
    }

    /// The questions about the shop window that the server answered during `work`, with their parameters written in, as a script.
    func statements(during work: () throws -> Void) throws -> String {
        try sql("ALTER SYSTEM SET log_min_duration_statement = 0")
        try sql("SELECT pg_reload_conf()")
        Thread.sleep(forTimeInterval: 0.05)
        let before = try logSize()
        try work()
        Thread.sleep(forTimeInterval: 0.05)
        let text = try logText(from: before)
        try sql("ALTER SYSTEM RESET log_min_duration_statement")
        try sql("SELECT pg_reload_conf()")
        // The service's workers look for work at the same time; what they ask is not what the request asks.
        let statements = ServerLog.statements(in: text).filter { statement in
            (statement.hasPrefix("SELECT") || statement.hasPrefix("WITH"))
                && (statement.contains("catalog.product") || statement.contains("catalog.vocabulary"))
        }
        guard !statements.isEmpty else {
            throw Shell.Failed(
                description: "The request asked the database nothing about products, or \(log) is not the server's log.")
        }
        return statements.map { $0 + ";\n" }.joined()
    }

    private func logSize() throws -> UInt64 {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: log))
        defer { try? handle.close() }
        return try handle.seekToEnd()
    }

    private func logText(from offset: UInt64) throws -> String {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: log))
        defer { try? handle.close() }
        try handle.seek(toOffset: offset)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }

    func pgbench(scripts: [String], connections: Int, seconds: Int) throws -> (perSecond: Double, p99: Double) {
        let scriptFolder = folder.appendingPathComponent("pgbench-\(UUID())")
        try FileManager.default.createDirectory(at: scriptFolder, withIntermediateDirectories: true)
        var files: [String] = []
        for (number, script) in scripts.prefix(Self.mostScripts).enumerated() {
            let file = scriptFolder.appendingPathComponent("\(number).sql")
            // pgbench reads a statement as one line; the log keeps the line breaks of the source.
            try Data(script.utf8).write(to: file)
            files += ["-f", file.path]
        }
        let program = try pgbenchProgram()
        let call = [program, "-n", "-M", "prepared", "-c", "\(connections)", "-j", "2"] + files
        try Shell.run(call + ["-T", "2", url])
        let text = try Shell.run(call + ["-T", "\(seconds)", "--log", "--log-prefix=\(scriptFolder.path)/log", url])
        let line = text.split(separator: "\n").first { $0.hasPrefix("tps = ") }
        guard let word = line?.split(separator: " ").dropFirst(2).first, let perSecond = Double(word) else {
            throw Shell.Failed(description: "pgbench: \(text)")
        }
        return (perSecond, try p99(in: scriptFolder, connections: connections, seconds: seconds))
    }

    /// The 99th percentile of the latencies that pgbench logged, in milliseconds.
    ///
    /// wrk adds to its latencies those of the requests that a connection would have made while it waited for a slow one. So that like
    /// is compared with like, the same is done here: for each latency beyond twice a connection's mean interval, those shorter by one
    /// interval, two, and so on.
    private func p99(in folder: URL, connections: Int, seconds: Int) throws -> Double {
        var latencies: [Double] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("log") {
            for line in try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ")
                if words.count > 2, let microseconds = Double(words[2]) { latencies.append(microseconds) }
            }
        }
        guard !latencies.isEmpty else { throw Shell.Failed(description: "pgbench logged no latencies") }
        let interval = Double(seconds) * 1_000_000 * Double(connections) / Double(latencies.count)
        for latency in latencies where latency > 2 * interval {
            latencies += stride(from: latency - interval, to: interval, by: -interval)
        }
        latencies.sort()
        return latencies[min(latencies.count - 1, latencies.count * 99 / 100)] / 1000
    }

    private func pgbenchProgram() throws -> String {
        if (try? Shell.run(["pgbench", "--version"])) != nil { return "pgbench" }
        let versions = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql").sorted()
        guard let newest = versions.last else { throw Shell.Failed(description: "pgbench is not installed") }
        return "/usr/lib/postgresql/\(newest)/bin/pgbench"
    }
}
