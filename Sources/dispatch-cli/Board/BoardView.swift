import Foundation

/// Draws the board: lines of text for a screen of a size. Pure.
struct BoardView {
    var state: BoardState
    var width: Int
    var height: Int
    var colours: Bool
    var now: Date

    private static let logLines = 5
    private static let mapWidth = 44

    func lines() -> [String] {
        let body = max(1, height - 3)
        let content: [String] =
            switch state.page {
            case .tours: tours(rows: body)
            case .stops(let number): scrolled(stops(of: number), rows: body)
            case .history: scrolled(history().map { fit($0, width) }, rows: body)
            case .help: scrolled(help().map { fit($0, width) }, rows: body)
            }
        let padded = Array(content.prefix(body)) + Array(repeating: "", count: max(0, body - content.count))
        return [header()] + padded + [status(), footer()]
    }

    private func header() -> String {
        let late = state.tours.reduce(0) { $0 + $1.lateStops }
        let (doors, done) = (state.tours.reduce(0) { $0 + $1.doors }, state.tours.reduce(0) { $0 + $1.doneDoors })
        let open = state.tours.count { $0.rider == nil }
        let title =
            " Schaufenster \(state.day)  \(Format.time(now))   \(state.tours.count) tours (\(open) open)   \(done)/\(doors) drops   "
            + "\(late) late   \(state.unserved) left out" + (state.undecided > 0 ? "   \(state.undecided) failed to decide" : "")
        return Style.bold.apply(fit(title, width), colours: colours)
    }

    private func status() -> String {
        switch state.prompt {
        case .filter(let text): return fit("/\(text)▏", width)
        case .command(let text): return fit(":\(text)▏", width)
        case nil:
            let style: Style = state.isProblem ? .bad : .good
            return style.apply(fit(state.message, width), colours: colours)
        }
    }

    private func footer() -> String {
        let filter = state.filter.isEmpty ? "" : "filter '\(state.filter)' (esc clears)  "
        return Style.dim.apply(
            fit(" \(filter)↑↓ choose  ⏎ stops  / filter  : command  r replan  l lock  u undo  h history  ? help  q quit", width),
            colours: colours)
    }

    // MARK: - Tours

    private func tours(rows: Int) -> [String] {
        let hasMap = width >= 120
        let space = hasMap ? width - Self.mapWidth - 2 : width
        let logRows = rows > 14 ? Self.logLines + 1 : 0
        let listRows = max(1, rows - logRows - 1)
        let shown = state.shown
        let first = max(0, min(state.selected - listRows / 2, shown.count - listRows))
        var list = [
            Style.dim.apply(fit(row("TOUR", "STATE", "RIDER", "BIKE", "DONE", "NEXT", "AT", "LATE"), space), colours: colours)
        ]
        for (index, tour) in shown.enumerated().dropFirst(first).prefix(listRows) {
            list.append(line(of: tour, isSelected: index == state.selected, space))
        }
        if shown.isEmpty {
            list.append(fit(state.tours.isEmpty ? "  No tours yet.  :plan" : "  No tour passes the filter.", space))
        }
        list += Array(repeating: "", count: max(0, listRows + 1 - list.count))
        if logRows > 0 {
            list.append(Style.dim.apply(fit("── log ", space, with: "─"), colours: colours))
            list += state.log.prefix(Self.logLines).map { fit(logLine($0), space) }
        }
        guard hasMap else { return list }
        let map = MapSketch(tours: shown, selected: state.selectedTour?.number, width: Self.mapWidth, height: rows).lines(
            colours: colours)
        return (0..<rows).map { index in
            let left = index < list.count ? list[index] : ""
            return pad(left, space) + "  " + (index < map.count ? map[index] : "")
        }
    }

    private func row(
        _ number: String, _ state: String, _ rider: String, _ bike: String, _ done: String, _ next: String, _ at: String,
        _ late: String
    ) -> String {
        " " + pad(number, 5) + pad(state, 10) + pad(rider, 18) + pad(bike, 16) + pad(done, 7) + pad(next, 22) + pad(at, 7) + late
    }

    private func line(of tour: Tour, isSelected: Bool, _ space: Int) -> String {
        let delay = tour.worstDelay
        let next = tour.nextStop
        let name = next.map { $0.name.isEmpty ? $0.kind : $0.name } ?? ""
        let text = fit(
            row(
                "\(tour.number)\(tour.isLocked ? "*" : "")", tour.state, tour.rider?.name ?? "– open –", tour.bike.name,
                "\(tour.doneDoors)/\(tour.doors)", name, next.map { Format.time($0.forecast) } ?? "",
                delay > 0 ? "\((delay + 59) / 60) min" : ""), space)
        if isSelected { return colours ? "\u{1B}[7m\(pad(text, space))\u{1B}[0m" : ">" + text.dropFirst() }
        return (delay > 0 ? Style.bad : tour.rider == nil ? Style.warning : Style(state: tour.state)).apply(
            text, colours: colours)
    }

    private func logLine(_ entry: DayLogEntry) -> String {
        let tour = entry.tour.map { " tour \($0)" } ?? ""
        return " \(Format.time(entry.at))  \(entry.what)\(tour)  \(entry.subject)  \(entry.detail)"
    }

    // MARK: - Other pages

    private func stops(of number: Int) -> [String] {
        guard let tour = state.tours.first(where: { $0.number == number }) else {
            return [fit("  Tour \(number) is not in the plan any more.", width)]
        }
        let title =
            " Tour \(tour.number)  \(tour.bike.name)  \(tour.rider?.name ?? "no rider")  \(Format.span(tour.start, tour.end))  "
            + Format.kilometres(tour.metres)
        var lines = [Style.bold.apply(fit(title, width), colours: colours)]
        for stop in tour.stopList ?? [] {
            let window = stop.windowEnd == nil ? "" : Format.span(stop.windowStart, stop.windowEnd)
            let late = stop.isAtDoor && stop.lateSeconds > 0 ? "\((stop.lateSeconds + 59) / 60) min late" : ""
            let text = fit(
                " " + pad("\(stop.position)", 4) + pad(Format.time(stop.arrival), 7) + pad(Format.time(stop.forecast), 7)
                    + pad(stop.kind, 10) + pad(stop.name, 30) + pad(stop.shipmentNumber ?? "", 10) + pad(window, 13)
                    + pad(stop.state, 9) + late, width)
            lines.append((late.isEmpty ? Style(state: stop.state) : .bad).apply(text, colours: colours))
        }
        return lines
    }

    private func history() -> [String] {
        guard !state.done.isEmpty else { return ["  Nothing has been done here yet."] }
        return [" Done here, the newest first (u takes the last back)"]
            + state.done.reversed().map {
                " \($0.isUndone ? "taken back  " : $0.undo == nil ? "            " : "u           ")\($0.words)"
            }
    }

    private func help() -> [String] {
        [
            " Keys", "  ↑ ↓ j k  choose a tour        ⏎  its stops         esc  back, or clear the filter",
            "  /        filter: number, rider, bike, hub, state, late, shipment", "  :        a command, see below",
            "  r  replan    l  lock or unlock the tour    u  take the last thing back    h  what was done    q  quit", "",
            " Commands",
        ] + BoardOrder.help.map { "  " + pad(":" + $0.0, 24) + $0.1 }
    }

    private func scrolled(_ lines: [String], rows: Int) -> [String] {
        Array(lines.dropFirst(min(state.scroll, max(0, lines.count - rows))).prefix(rows))
    }

    // MARK: - Text

    /// Cut to a number of columns, without control characters.
    private func fit(_ text: String, _ columns: Int, with filler: Character? = nil) -> String {
        let clean = String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        var result = ""
        var used = 0
        for character in clean {
            let next = displayWidth(String(character))
            guard used + next <= columns else { return result }
            result.append(character)
            used += next
        }
        if let filler { result += String(repeating: String(filler), count: max(0, columns - used)) }
        return result
    }

    /// Filled, or cut, to a number of columns; escape sequences take none.
    private func pad(_ text: String, _ columns: Int) -> String {
        let visible = displayWidth(text.replacing(#/\u{1B}\[[0-9;]*m/#, with: ""))
        if visible > columns - 1, !text.contains("\u{1B}") { return fit(text, columns - 1) + " " }
        return text + String(repeating: " ", count: max(0, columns - visible))
    }
}
