import Foundation
import Routing

/// A small CSV file with headings, for lists of places. Fields may be quoted; commas, semicolons or tabs separate them.
struct DelimitedFile {
    struct Row {
        /// The line of the file, counted from 1.
        var line: Int
        var fields: [String]
    }

    let name: String
    private(set) var rows: [Row] = []
    private var columns: [String: Int] = [:]

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure.badInput("\(path) cannot be read.")
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        try self.init(name: name, text: String(decoding: data, as: UTF8.self))
    }

    init(name: String, text: String) throws {
        self.name = name
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let heading = lines.first else { throw Failure.badInput("\(name) is empty.") }
        let separator: Character = [",", ";", "\t"].max { a, b in heading.count { $0 == a } < heading.count { $0 == b } } ?? ","
        for (number, column) in Self.fields(heading, separator).enumerated() { columns[column.lowercased()] = number }
        for (number, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
            rows.append(Row(line: number + 1, fields: Self.fields(line, separator)))
        }
    }

    func value(_ row: Row, _ column: String) throws -> String {
        guard let number = columns[column] else { throw Failure.badInput("\(name) has no column \(column).") }
        guard number < row.fields.count else { throw Failure.badInput("Line \(row.line) of \(name) has no \(column).") }
        return row.fields[number]
    }

    func coordinate(_ row: Row, longitude: String, latitude: String) throws -> Coordinate {
        let east = try degrees(row, longitude, limit: 180)
        return Coordinate(latitude: try degrees(row, latitude, limit: 90), longitude: east)
    }

    private func degrees(_ row: Row, _ column: String, limit: Double) throws -> Double {
        let text = try value(row, column)
        guard let value = Double(text), abs(value) <= limit else {
            throw Failure.badInput("Line \(row.line) of \(name): \(column) “\(text)” is not a number of degrees.")
        }
        return value
    }

    private static func fields(_ line: Substring, _ separator: Character) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == separator, !isQuoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        return fields.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
