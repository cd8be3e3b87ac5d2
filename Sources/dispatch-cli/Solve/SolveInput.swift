import ArgumentParser
import Foundation
import Routing

enum ProblemFormat: String, ExpressibleByArgument, CaseIterable {
    case vroom, vrplib, lilim, sartori

    var benchmark: BenchmarkFormat? { BenchmarkFormat(rawValue: rawValue) }

    /// The format that a file's name and first bytes speak for.
    static func guess(name: String, bytes: [UInt8]) -> ProblemFormat {
        let first = bytes.first { $0 > 0x20 && $0 < 0x80 }
        if name.hasSuffix(".json") || first == UInt8(ascii: "{") { return .vroom }
        // Li & Lim files begin with three numbers, the other two with a name.
        if first.map({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) ?? false { return .lilim }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).prefix(100)
        return lines.contains { $0.starts(with: "NODES".utf8) } ? .sartori : .vrplib
    }
}

/// The problem in a file, with the way its solution is to be written.
enum SolveInput {
    case vroom(VROOMDocument, loading: Duration)
    case benchmark(BenchmarkInstance)

    /// - Throws: ``Failure`` that says what is wrong with the file.
    init(file: String, format: ProblemFormat?, benchmark: BenchmarkSet?) throws {
        let began = ContinuousClock.now
        let bytes = try Self.read(file)
        let url = URL(filePath: file)
        let folder = url.deletingLastPathComponent().lastPathComponent
        let set = benchmark ?? (format == nil ? BenchmarkSet(rawValue: folder) : nil)
        let format =
            format ?? set.flatMap { ProblemFormat(rawValue: $0.format.rawValue) }
            ?? .guess(name: url.lastPathComponent, bytes: bytes)
        do {
            guard let benchmarkFormat = format.benchmark else {
                self = .vroom(try VROOMDocument(bytes), loading: ContinuousClock.now - began)
                return
            }
            let conventions = set ?? .guess(folder: folder, format: benchmarkFormat)
            guard conventions.format == benchmarkFormat else {
                throw Failure.badInput("--benchmark \(conventions.rawValue) has files in format \(conventions.format.rawValue).")
            }
            let name = url.deletingPathExtension().lastPathComponent
            self = .benchmark(try BenchmarkInstance(name: name, set: conventions, bytes: bytes))
        } catch let error as FormatError {
            throw Failure.badInput("\(file): \(error)")
        }
    }

    private static func read(_ file: String) throws -> [UInt8] {
        do {
            if file == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
            return Array(try Data(contentsOf: URL(filePath: file)))
        } catch {
            throw Failure.badInput("\(file) cannot be read: \(error.localizedDescription)")
        }
    }

    var problem: Problem {
        switch self {
        case .vroom(let document, _): document.problem
        case .benchmark(let instance): instance.problem
        }
    }

    func json(_ outcome: SolveOutcome) -> JSONValue {
        switch self {
        case .vroom(let document, let loading):
            document.output(outcome.solution, loading: loading.milliseconds, solving: outcome.solving.milliseconds)
        case .benchmark(let instance): instance.json(outcome.solution)
        }
    }

    /// A benchmark has a solution only if everybody is visited; in a day's plan tasks may be left out, with reasons.
    func whyUnsolved(_ solution: Solution) -> String? {
        guard case .benchmark(let instance) = self else { return nil }
        let leftOut = solution.unserved.filter { entry in
            if case .mandatory = instance.problem.priority(of: entry.request) { true } else { false }
        }
        guard let first = leftOut.first else { return nil }
        return "No feasible solution found: \(leftOut.count) left out, among them \(instance.problem.name(of: first.request))."
    }
}

extension Duration {
    var milliseconds: Int { Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000) }

    var inSeconds: Double { Double(milliseconds) / 1000 }
}
