import Foundation

/// One `--what-if`, as the API takes it.
struct WhatIf: Encodable, Sendable, Equatable {
    struct AddBike: Encodable, Sendable, Equatable {
        var type, hub: String
        var from, until: Date?
    }
    struct Key: Encodable, Sendable, Equatable {
        var _0: String
    }
    struct Longer: Encodable, Sendable, Equatable {
        var minutes: Int
    }

    var addBike: AddBike?
    var dropBike: Key?
    var dropRider: Key?
    var longerShifts: Longer?

    /// Reads `+type@hub`, `+type@hub=16:00-20:00`, `-bike:key`, `-rider:key` or `shifts+minutes`.
    /// - Parameter day: to which the times belong; `nil`: today.
    init(_ text: String, day: String?) throws {
        func wrong() -> Failure {
            .badInput(
                "'\(text)' is nothing to try; write +TYPE@HUB, +TYPE@HUB=16:00-20:00, -bike:KEY, -rider:KEY or shifts+MINUTES.")
        }
        if text.hasPrefix("-bike:") {
            dropBike = Key(_0: String(text.dropFirst(6)))
        } else if text.hasPrefix("-rider:") {
            dropRider = Key(_0: String(text.dropFirst(7)))
        } else if text.hasPrefix("shifts+") {
            guard let minutes = Int(text.dropFirst(7)) else { throw wrong() }
            longerShifts = Longer(minutes: minutes)
        } else if text.hasPrefix("+") {
            let parts = text.dropFirst().split(separator: "=", maxSplits: 1).map(String.init)
            guard let first = parts.first?.split(separator: "@", omittingEmptySubsequences: false).map(String.init),
                first.count == 2,
                !first[0].isEmpty, !first[1].isEmpty
            else { throw wrong() }
            addBike = AddBike(type: first[0], hub: first[1])
            if parts.count == 2 {
                let times = parts[1].split(separator: "-").map(String.init)
                guard times.count == 2 else { throw wrong() }
                addBike?.from = try ClockTime.moment(times[0], day: day)
                addBike?.until = try ClockTime.moment(times[1], day: day)
            }
        } else {
            throw wrong()
        }
    }
}

/// A time of the day as people write it.
enum ClockTime {
    /// The moment at which the city's clocks show `text` ("16:00") on a day ("2026-11-23"); `nil`: today.
    static func moment(_ text: String, day: String?, now: Date = Date()) throws -> Date {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = Format.timeZone
        let date = try DayOption.resolve(day ?? "today", now: now).split(separator: "-").compactMap { Int($0) }
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour),
            (0...59).contains(minute), date.count == 3,
            let moment = calendar.date(
                from: DateComponents(year: date[0], month: date[1], day: date[2], hour: hour, minute: minute))
        else { throw Failure.badInput("'\(text)' is no time of the day; write 16:30.") }
        return moment
    }
}
