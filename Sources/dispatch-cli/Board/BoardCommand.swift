import ArgumentParser
import Foundation

struct BoardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board", abstract: "The day live, full screen: tours, lateness, map; filter, commands, undo.",
        discussion: "Press ? on the board for its keys and commands.")

    @Option(help: "Seconds between looks at the service.")
    var every = 2.0
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let service = BoardService(client: try connection.client(), day: try day.resolved())
        var state = BoardState()
        // Before the screen is taken, so that a wrong address or token is told in a plain sentence.
        try await service.refresh(&state)
        let terminal = try RawTerminal()
        defer { terminal.restore() }
        let colours = Output.standardOutput.hasColours
        var refreshed = ContinuousClock.now
        var drawn: [String]?
        var drawnSize = terminal.size
        while true {
            let size = terminal.size
            // Terminals move lines about when their size changes.
            if size != drawnSize { drawn = nil }
            drawnSize = size
            let lines = BoardView(state: state, width: size.width, height: size.height, colours: colours, now: Date()).lines()
            terminal.draw(lines, over: drawn)
            drawn = lines
            for key in terminal.keys() {
                switch state.handle(key) {
                case .quit: return
                case .run(let order):
                    state.tell("…")
                    let waiting = BoardView(state: state, width: size.width, height: size.height, colours: colours, now: Date())
                        .lines()
                    terminal.draw(waiting, over: drawn)
                    drawn = waiting
                    await service.run(order, &state)
                    refreshed = .now - .seconds(3600)
                case nil: break
                }
            }
            if ContinuousClock.now - refreshed >= .seconds(max(0.2, every)) {
                do { try await service.refresh(&state) } catch { state.tell("\(error)", isProblem: true) }
                refreshed = .now
            }
        }
    }
}
