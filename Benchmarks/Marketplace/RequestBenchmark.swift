import Foundation

/// Requests per second and the 99th percentile of their latency, measured with wrk, beside pgbench running the very statements that the
/// service runs for the same requests, with as many connections, right after.
struct RequestBenchmark {
    let service: ServiceUnderTest
    let postgres: PostgresTools
    let folder: URL
    let connections: Int
    let seconds: Int
    let rounds: Int

    func measure(_ name: String, paths: [String]) throws -> [Figure] {
        let scripts = try paths.prefix(PostgresTools.mostScripts).map { path in
            try postgres.statements { try Shell.run(["curl", "-fsS", "-o", "/dev/null", service.address + path]) }
        }
        var requests: [Figure] = []
        var latencies: [Figure] = []
        for _ in 1...rounds {
            let ours = try wrk(paths)
            let reference = try postgres.pgbench(scripts: scripts, connections: connections, seconds: seconds)
            requests.append(
                Figure(
                    name: "\(name), requests", ours: ours.perSecond, reference: reference.perSecond, unit: "1/s", goal: "≥ 0.5"))
            latencies.append(Figure(name: "\(name), p99", ours: ours.p99, reference: reference.p99, unit: "ms", goal: "≤ 5"))
        }
        return [Figure(medianOf: requests), Figure(medianOf: latencies)].compactMap(\.self)
    }

    private func wrk(_ paths: [String]) throws -> (perSecond: Double, p99: Double) {
        let script = folder.appendingPathComponent("paths.lua")
        let list = paths.map { "\"\($0)\"" }.joined(separator: ",\n")
        let lua = """
            local paths = {\(list)}
            local next = 0
            request = function()
                next = next % #paths + 1
                return wrk.format("GET", paths[next])
            end
            """
        try Data(lua.utf8).write(to: script)
        let call = ["wrk", "-t1", "-c\(connections)", "--latency", "-s", script.path]
        try Shell.run(call + ["-d2s", service.address])
        let text = try Shell.run(call + ["-d\(seconds)s", service.address])
        guard !text.contains("Non-2xx"), let perSecond = Self.figure("Requests/sec:", in: text),
            let p99 = Self.latency("99%", in: text)
        else {
            throw Shell.Failed(description: "wrk: \(text)")
        }
        return (perSecond, p99)
    }

    private static func word(after label: String, in text: String) -> Substring? {
        text.split(separator: "\n").first { $0.contains(label) }?.split(whereSeparator: \.isWhitespace).last
    }

    private static func figure(_ label: String, in text: String) -> Double? {
        word(after: label, in: text).flatMap { Double($0) }
    }

    /// wrk's "1.23ms", "456.00us" or "1.02s" in milliseconds.
    private static func latency(_ label: String, in text: String) -> Double? {
        guard let word = word(after: label, in: text) else { return nil }
        for (unit, factor) in [("us", 0.001), ("ms", 1), ("s", 1000)] where word.hasSuffix(unit) {
            return Double(word.dropLast(unit.count)).map { $0 * factor }
        }
        return nil
    }
}
