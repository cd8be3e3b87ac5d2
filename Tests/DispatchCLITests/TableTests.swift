import Testing

@testable import dispatch_cli

@Suite("Tables")
struct TableTests {
    private var table: Table {
        var table = Table([.right("TOUR"), .text("RIDER"), .left("FROM–TO")])
        table.append(["1", "Amina Haddad", "09:00–12:30"])
        table.append([.init("12", .bold), .init("Süleyman Öztürk-Großmann", .good), "10:15–14:00"])
        return table
    }

    @Test("on a terminal columns are aligned, by what is seen and not by bytes")
    func aligned() {
        let lines = table.rendered(width: 80, colours: false).split(separator: "\n")
        #expect(lines[0] == "TOUR  RIDER                     FROM–TO")
        #expect(lines[1] == "   1  Amina Haddad              09:00–12:30")
        #expect(lines[2] == "  12  Süleyman Öztürk-Großmann  10:15–14:00")
    }

    @Test("in a pipe cells are separated by tabs, whole and without colours")
    func plain() {
        let text = table.rendered(width: nil, colours: false)
        #expect(text == "TOUR\tRIDER\tFROM–TO\n1\tAmina Haddad\t09:00–12:30\n12\tSüleyman Öztürk-Großmann\t10:15–14:00\n")
    }

    @Test("colours surround the text and change no width")
    func colours() {
        let text = table.rendered(width: 80, colours: true)
        #expect(text.contains("\u{1B}[32mSüleyman Öztürk-Großmann\u{1B}[0m  10:15"))
    }

    @Test("a narrow terminal shortens the long texts and keeps every line within it", arguments: [30, 34, 40])
    func narrow(width: Int) {
        for line in table.rendered(width: width, colours: false).split(separator: "\n") {
            #expect(displayWidth(String(line)) <= width, "\(line)")
        }
        #expect(table.rendered(width: width, colours: false).contains("…"))
    }

    @Test("control characters in data cannot steer the terminal")
    func controlCharacters() {
        var table = Table([.left("NAME")])
        table.append([.init("evil\u{1B}[2J\nname")])
        #expect(!table.rendered(width: 80, colours: false).contains("\u{1B}"))
        #expect(table.rendered(width: nil, colours: false).split(separator: "\n").count == 2)
    }

    @Test("wide characters count twice")
    func wide() {
        #expect(displayWidth("東京") == 4)
        #expect(displayWidth("Grüße") == 5)
    }
}

@Suite("Progress bar")
struct ProgressBarTests {
    @Test("it is never wider than the terminal", arguments: [20, 40, 80, 200])
    func width(columns: Int) {
        let line = ProgressBar.line(
            fraction: 0.5, label: String(repeating: "x", count: 300), width: columns, colours: false)
        #expect(displayWidth(line) <= columns)
    }

    @Test("fractions beyond 0…1 are shown as the nearest of them")
    func clamped() {
        #expect(ProgressBar.line(fraction: 7, label: "", width: 80, colours: false).contains("100%"))
        #expect(ProgressBar.line(fraction: -1, label: "", width: 80, colours: false).contains(" 0%"))
    }
}
