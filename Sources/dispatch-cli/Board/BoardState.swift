import Foundation

/// What the board shows and what is typed into it. Pure: keys go in, orders to the service come out.
struct BoardState: Sendable {
    enum Page: Equatable, Sendable {
        case tours
        /// The stops of the tour with this number.
        case stops(Int)
        case history
        case help
    }

    enum Prompt: Equatable, Sendable {
        case filter(String)
        case command(String)
    }

    /// Something that was done here, and how it is taken back.
    struct Done: Equatable, Sendable {
        var words: String
        var undo: BoardOrder?
        var isUndone = false
    }

    /// What a key asks for.
    enum Effect: Equatable, Sendable {
        case quit
        case run(BoardOrder)
    }

    var day = ""
    var tours: [Tour] = []
    var log: [DayLogEntry] = []
    var unserved = 0
    /// What could not be handed over and waits for a decision.
    var undecided = 0
    var page = Page.tours
    var prompt: Prompt?
    var filter = ""
    var selected = 0
    /// The first line of a page that is longer than the screen.
    var scroll = 0
    var message = ""
    var isProblem = false
    var done: [Done] = []

    /// The tours that pass the filter: by number, rider, bike, hub, state, "late", or a shipment's number.
    var shown: [Tour] {
        let word = filter.lowercased()
        guard !word.isEmpty else { return tours }
        return tours.filter { tour in
            if word == "late" { return tour.lateStops > 0 }
            let texts = ["\(tour.number)", tour.rider?.name ?? "open", tour.bike.name, tour.hub.name, tour.state]
            return texts.contains { $0.lowercased().contains(word) }
                || (tour.stopList ?? []).contains { $0.shipmentNumber?.lowercased().contains(word) == true }
        }
    }

    var selectedTour: Tour? { shown.indices.contains(selected) ? shown[selected] : nil }

    mutating func handle(_ key: Key) -> Effect? {
        if prompt != nil { return type(key) }
        switch key {
        case .interrupt, .character("q"):
            if page == .tours || key == .interrupt { return .quit }
            open(.tours)
        case .escape:
            if page == .tours { filter = "" } else { open(.tours) }
        case .character("?"): open(.help)
        case .character("h"): open(.history)
        case .character("/"): prompt = .filter("")
        case .character(":"): prompt = .command("")
        case .character("u"): return undo()
        case .character("r"): return .run(.replan)
        case .enter: if page == .tours, let tour = selectedTour { open(.stops(tour.number)) }
        case .up, .character("k"): move(by: -1)
        case .down, .character("j"): move(by: 1)
        case .pageUp: move(by: -10)
        case .pageDown: move(by: 10)
        case .home, .character("g"): move(by: -100_000)
        case .end, .character("G"): move(by: 100_000)
        case .character("l"):
            if let tour = selectedTour, page == .tours { return .run(.lock(tour.number, !tour.isLocked)) }
        case .character, .backspace, .tab: break
        }
        return nil
    }

    private mutating func open(_ page: Page) {
        self.page = page
        scroll = 0
    }

    private mutating func move(by lines: Int) {
        if page == .tours {
            selected = min(max(0, selected + lines), max(0, shown.count - 1))
        } else {
            scroll = max(0, scroll + lines)
        }
    }

    private mutating func undo() -> Effect? {
        guard let last = done.last(where: { !$0.isUndone && $0.undo != nil })?.undo else {
            tell("There is nothing to take back.", isProblem: true)
            return nil
        }
        return .run(.undo(last))
    }

    private mutating func type(_ key: Key) -> Effect? {
        guard let prompt else { return nil }
        var text: String
        switch prompt {
        case .filter(let typed), .command(let typed): text = typed
        }
        switch key {
        case .escape, .interrupt:
            self.prompt = nil
            return nil
        case .enter:
            self.prompt = nil
            guard case .command = prompt else { return nil }
            return command(text)
        case .backspace: if text.isEmpty { self.prompt = nil } else { text.removeLast() }
        case .character(let character): text.append(character)
        default: break
        }
        guard self.prompt != nil else { return nil }
        if case .filter = prompt {
            self.prompt = .filter(text)
            filter = text
            selected = 0
        } else {
            self.prompt = .command(text)
        }
        return nil
    }

    private mutating func command(_ text: String) -> Effect? {
        if ["q", "quit"].contains(text) { return .quit }
        if text == "u" || text == "undo" { return undo() }
        if text == "help" {
            open(.help)
            return nil
        }
        do {
            return .run(try BoardOrder(text))
        } catch {
            tell("\(error)", isProblem: true)
            return nil
        }
    }

    mutating func tell(_ words: String, isProblem: Bool = false) {
        message = words
        self.isProblem = isProblem
    }
}

extension Tour {
    /// Doors that are still to come, after their window by all that is known.
    var lateStops: Int { (stopList ?? []).count { $0.isAtDoor && $0.isOpen && $0.lateSeconds > 0 } }
    var worstDelay: Int { (stopList ?? []).filter { $0.isAtDoor && $0.isOpen }.map(\.lateSeconds).max() ?? 0 }
    var doors: Int { (stopList ?? []).count(where: \.isAtDoor) }
    var doneDoors: Int { (stopList ?? []).count { $0.isAtDoor && !$0.isOpen } }
    var nextStop: TourStop? { (stopList ?? []).first { $0.isOpen && $0.kind != "start" } }
}
