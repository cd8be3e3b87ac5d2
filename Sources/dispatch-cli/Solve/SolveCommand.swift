import ArgumentParser
import Foundation
import Routing

struct SolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve", abstract: "Solve a routing problem from a file, without the service.",
        discussion: """
            Reads VROOM JSON (with additions: docs/vroom-json.md) and answers in VROOM JSON, or reads a benchmark file \
            (VRPLIB, Li & Lim, Sartori & Buriol) and writes routes as JSON. The format follows from the file unless --format \
            says it; the conventions of a benchmark set follow from the folder's name unless --benchmark says them.

              dispatch-cli solve day.json --time-limit 5 --out plan.json
              dispatch-cli solve instances/vrptw/RC107.vrp --time-limit 10 --clock cpu --seed 1 --out RC107.json

            Ctrl-C stops the search and gives the best so far. Every result has passed the checker.
            Exit codes: 0 solved, 1 no feasible solution, 2 the call or the file is wrong.
            """)

    @Argument(help: ArgumentHelp("The problem; - reads it from standard input.", valueName: "file"), completion: .file())
    var file: String
    @Option(help: "vroom, vrplib, lilim or sartori.")
    var format: ProblemFormat?
    @Option(
        help: ArgumentHelp("The set whose conventions a benchmark file follows: \(Self.sets).", valueName: "set"),
        transform: Self.benchmarkSet)
    var benchmark: BenchmarkSet?
    @Option(name: [.short, .customLong("time-limit")], help: "Seconds to search for; 10 unless --iterations says when to stop.")
    var timeLimit: Double?
    @Option(help: "wall, or cpu: the process's own time on the processor, for benchmarks on a busy machine.")
    var clock: ClockOption = .wall
    @Option(help: "Seed of the search, to repeat a result.")
    var seed: UInt64 = 0
    @Option(help: "How many cores to use.")
    var threads = 1
    @Option(help: "The most iterations; with it and no time limit a seed always gives the same result.")
    var iterations: Int?
    @Option(
        name: [.short, .customLong("out")], help: "Where the solution goes; standard output by default.", completion: .file())
    var out: String?
    @Flag(name: .customLong("time-insertions"), help: .hidden)
    var timesInsertions = false
    /// VROOM's switch for its plan mode: known only to be refused with a reason.
    @Flag(name: .customShort("c"), help: .hidden)
    var asksForPlanMode = false

    private static var sets: String { BenchmarkSet.allCases.map(\.rawValue).joined(separator: ", ") }

    private static func benchmarkSet(_ name: String) throws -> BenchmarkSet {
        guard let set = BenchmarkSet(rawValue: name) else { throw ValidationError("--benchmark takes one of \(sets).") }
        return set
    }

    func validate() throws {
        if asksForPlanMode {
            throw ValidationError(
                "-c, VROOM's plan mode, is not offered: locked_steps and time windows do its work (docs/vroom-json.md).")
        }
        if let timeLimit, !(0...1_000_000).contains(timeLimit) {
            throw ValidationError("--time-limit takes seconds from 0 to 1000000.")
        }
        guard (1...256).contains(threads) else { throw ValidationError("--threads takes 1 to 256.") }
        if let iterations, iterations < 0 { throw ValidationError("--iterations takes a number from 0 on.") }
    }

    func run() async throws {
        let input = try SolveInput(file: file, format: format, benchmark: benchmark)
        let outcome = try await search(input.problem)
        let violations = Checker.check(input.problem, outcome.solution)
        guard violations.isEmpty else {
            throw Failure.notDone("The solver's result is not feasible, which is a bug: \(violations[0])")
        }
        try writeResult(input.json(outcome).text, to: out)
        Output.standardError.line(outcome.summary(input.problem))
        if timesInsertions { Output.standardError.line(InsertionTiming(input.problem, outcome.solution).summary) }
        if let problem = input.whyUnsolved(outcome.solution) { throw Failure.notDone(problem) }
    }

    /// Solves on a thread of its own while this task shows how far it is.
    private func search(_ problem: Problem) async throws -> SolveOutcome {
        let solver: Solver
        do {
            solver = try Solver(problem)
        } catch {
            throw Failure.badInput("\(file): \(error)")
        }
        let limit = timeLimit ?? (iterations == nil ? 10 : nil)
        let options = SolverOptions(
            timeLimit: limit.map { .seconds($0) }, clock: clock.clock, iterations: iterations, seed: seed, threads: threads)
        let interruption = Interruption()
        let watch = SearchWatch()
        let began = ContinuousClock.now
        Thread.detachNewThread {
            watch.finish(
                solver.solve(options, progress: { watch.note($0) }, isCancelled: { interruption.happened }))
        }
        var bar = ProgressBar()
        while true {
            let state = watch.state
            if let solution = state.solution {
                bar.clear()
                return SolveOutcome(solution: solution, progress: state.latest, solving: ContinuousClock.now - began)
            }
            let label = interruption.happened ? "stopping, keeping the best so far" : state.label
            bar.show(fraction: state.fraction(of: limit, iterations: iterations), label: label)
            try await Task.sleep(for: .milliseconds(bar.output.isTerminal ? 100 : 10))
        }
    }
}

enum ClockOption: String, ExpressibleByArgument, CaseIterable {
    case wall, cpu

    var clock: SolverClock { self == .cpu ? .cpu : .wall }
}
