/// A value in a JSON document that knows where it stands, so that errors can say it.
struct JSONCursor {
    let value: JSONValue
    let path: String

    init(_ value: JSONValue, path: String = "$") {
        self.value = value
        self.path = path
    }

    func error(_ message: String) -> FormatError {
        FormatError(path: path, message)
    }

    /// The value of a key; `nil` where it is missing or null.
    func optional(_ key: String) -> JSONCursor? {
        value[key].map { JSONCursor($0, path: "\(path).\(key)") }
    }

    func required(_ key: String) throws(FormatError) -> JSONCursor {
        _ = try object()
        guard let member = optional(key) else { throw FormatError(path: "\(path).\(key)", "the key is missing") }
        return member
    }

    /// The elements of an array under a key; none where the key is missing.
    func list(_ key: String) throws(FormatError) -> [JSONCursor] {
        guard let member = optional(key) else { return [] }
        return try member.elements()
    }

    func elements() throws(FormatError) -> [JSONCursor] {
        guard case .array(let elements) = value else { throw error("an array is expected, not \(value.kindName)") }
        return elements.enumerated().map { JSONCursor($0.element, path: "\(path)[\($0.offset)]") }
    }

    @discardableResult
    func object() throws(FormatError) -> [JSONValue.Member] {
        guard case .object(let members) = value else { throw error("an object is expected, not \(value.kindName)") }
        return members
    }

    func string() throws(FormatError) -> String {
        guard case .string(let string) = value else { throw error("a string is expected, not \(value.kindName)") }
        return string
    }

    func integer() throws(FormatError) -> Int {
        if case .integer(let integer) = value { return integer }
        if case .number(let number) = value, number == number.rounded(), abs(number) < 1e15 { return Int(number) }
        throw error("a whole number is expected, not \(value.kindName)")
    }

    /// A whole number from 0 up to the end of time.
    func natural() throws(FormatError) -> Int {
        let integer = try integer()
        guard (0...endOfTime).contains(integer) else { throw error("\(integer) is not a whole number from 0 to \(endOfTime)") }
        return integer
    }

    func number() throws(FormatError) -> Double {
        switch value {
        case .integer(let integer): return Double(integer)
        case .number(let number): return number
        default: throw error("a number is expected, not \(value.kindName)")
        }
    }

    /// Watt hours as thousandths of one.
    func milliwattHours() throws(FormatError) -> MilliwattHours {
        let energy = try number() * 1000
        guard energy >= 0, energy < 1e12 else { throw error("an energy in watt hours is expected, 0 or more") }
        return Int(energy.rounded())
    }

    func naturals() throws(FormatError) -> [Int] {
        var naturals: [Int] = []
        for element in try elements() { naturals.append(try element.natural()) }
        return naturals
    }

    func window() throws(FormatError) -> TimeWindow {
        let ends = try elements()
        guard ends.count == 2 else { throw error("a time window is two numbers, start and end") }
        let (start, end) = (try ends[0].natural(), try ends[1].natural())
        guard start <= end else { throw error("the time window ends at \(end), before it starts at \(start)") }
        return TimeWindow(start, end)
    }

    /// Windows in ascending order; overlapping ones are refused.
    func windows() throws(FormatError) -> [TimeWindow] {
        var windows: [TimeWindow] = []
        for element in try elements() { windows.append(try element.window()) }
        guard !windows.isEmpty else { throw error("there is no time window in the list") }
        windows.sort { $0.start < $1.start }
        for (earlier, later) in zip(windows, windows.dropFirst()) where later.start <= earlier.end {
            throw error("the time windows [\(earlier.start), \(earlier.end)] and [\(later.start), \(later.end)] overlap")
        }
        return windows
    }

    func coordinate() throws(FormatError) -> Coordinate {
        let numbers = try elements()
        guard numbers.count >= 2 else { throw error("a location is two numbers, longitude and latitude") }
        let (longitude, latitude) = (try numbers[0].number(), try numbers[1].number())
        guard abs(longitude) <= 180, abs(latitude) <= 90 else {
            throw error("[\(longitude), \(latitude)] is no longitude and latitude in degrees")
        }
        return Coordinate(latitude: latitude, longitude: longitude)
    }

    // MARK: Optional keys with a default

    func natural(_ key: String, default value: Int = 0) throws(FormatError) -> Int {
        guard let member = optional(key) else { return value }
        return try member.natural()
    }

    func optionalNatural(_ key: String) throws(FormatError) -> Int? {
        guard let member = optional(key) else { return nil }
        return try member.natural()
    }

    func naturals(_ key: String) throws(FormatError) -> [Int] {
        guard let member = optional(key) else { return [] }
        return try member.naturals()
    }

    func string(_ key: String) throws(FormatError) -> String {
        guard let member = optional(key) else { return "" }
        return try member.string()
    }

    func number(_ key: String, default value: Double) throws(FormatError) -> Double {
        guard let member = optional(key) else { return value }
        return try member.number()
    }

    func windows(_ key: String) throws(FormatError) -> [TimeWindow] {
        guard let member = optional(key) else { return [.always] }
        return try member.windows()
    }
}
