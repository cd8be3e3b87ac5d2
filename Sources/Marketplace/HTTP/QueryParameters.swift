import Database
import Foundation
import Hummingbird

/// The parameters of a request's query, read with clear answers for unusable ones.
struct QueryParameters {
    private let parameters: Parameters

    init(_ request: Request) {
        // HTML forms and curl write a space as "+", which the percent-decoding leaves as it is.
        if let query = request.uri.query, query.contains("+") {
            parameters = type(of: request.uri).init("/?" + query.replacingOccurrences(of: "+", with: "%20")).queryParameters
        } else {
            parameters = request.uri.queryParameters
        }
    }

    /// The text given; `nil` if absent or only white space.
    func text(_ name: String) -> String? {
        guard let raw = parameters[Substring(name)] else { return nil }
        let trimmed = raw.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw ProblemDetails.badParameter(name, "a whole number from \(range.lowerBound) to \(range.upperBound) is expected.")
        }
        return value
    }

    /// Items a page.
    func limit() throws -> Int { try integer("limit", in: 1...100) ?? 24 }

    func flag(_ name: String) throws -> Bool? {
        switch text(name)?.lowercased() {
        case nil: return nil
        case "true", "1", "yes", "ja": return true
        case "false", "0", "no", "nein": return false
        default: throw ProblemDetails.badParameter(name, "true or false is expected.")
        }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, as type: Choice.Type = Choice.self) throws -> Choice?
    where Choice.RawValue == String {
        guard let text = text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProblemDetails.badParameter(name, "one of \(names) is expected.")
        }
        return choice
    }
}

extension QueryParameters {
    /// The service day given as `day`.
    func day() throws -> CalendarDay? {
        guard let text = text("day") else { return nil }
        guard let day = CalendarDay(text) else {
            throw ProblemDetails.badParameter("day", "a day such as 2026-11-21 is expected.")
        }
        return day
    }
}
