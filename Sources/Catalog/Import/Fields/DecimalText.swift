/// A number as people and spreadsheets write it, without loss: `digits` × 10^−`scale`.
///
/// The last of two different separators is the decimal one (`1.299,00`, `1,299.00`); one that comes more than once groups
/// thousands. A lone one is decimal, except, where ``Reading/money`` is asked for, before exactly three digits: nobody writes
/// prices to the tenth of a cent, but many write 1.299.
struct DecimalText: Hashable, Sendable {
    enum Reading { case money, measure }

    let digits: Int
    let scale: Int
    let isNegative: Bool

    /// - Parameter text: digits, separators, a sign; white space, also between digits, does not matter.
    init?(_ text: some Collection<UInt8>, reading: Reading) {
        var digits: [UInt8] = []
        /// The separators, each with the number of digits before it.
        var separators: [(byte: UInt8, place: Int)] = []
        var isNegative = false
        for byte in text {
            switch byte {
            case 48...57: digits.append(byte - 48)
            case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'"): separators.append((byte, digits.count))
            case UInt8(ascii: "-") where digits.isEmpty && separators.isEmpty && !isNegative: isNegative = true
            case UInt8(ascii: "+") where digits.isEmpty && separators.isEmpty && !isNegative: break
            case 0x20: break
            default: return nil
            }
        }
        guard !digits.isEmpty, let scale = Self.scale(digits: digits, separators: separators, reading: reading) else {
            return nil
        }
        // Zeros at the end say nothing and could overflow.
        var count = digits.count
        var rest = scale
        while rest > 0, digits[count - 1] == 0 {
            count -= 1
            rest -= 1
        }
        var number = 0
        for digit in digits[..<count] {
            let (product, overflowed) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowedToo) = product.addingReportingOverflow(Int(digit))
            guard !overflowed, !overflowedToo else { return nil }
            number = sum
        }
        self.digits = number
        self.scale = rest
        self.isNegative = isNegative && number != 0
    }

    /// How many of the digits stand after the decimal separator; nil when the separators make no sense.
    private static func scale(digits: [UInt8], separators: [(byte: UInt8, place: Int)], reading: Reading) -> Int? {
        guard let last = separators.last else { return 0 }
        let after = digits.count - last.place
        let isGrouped: Bool
        if separators.count == 1 {
            let groups = after == 3 && (1...3).contains(last.place) && digits[0] != 0
            isGrouped = groups && (reading == .money || last.byte == UInt8(ascii: "'"))
        } else {
            isGrouped = separators.allSatisfy { $0.byte == last.byte }
        }
        // What is before the decimal separator, or all of it, must fall into groups of three.
        var end = isGrouped ? digits.count : last.place
        let grouping = isGrouped ? separators[...] : separators.dropLast()
        for separator in grouping.reversed() {
            guard separator.byte == grouping.first?.byte, end - separator.place == 3 else { return nil }
            end = separator.place
        }
        guard grouping.isEmpty || (1...3).contains(end) else { return nil }
        return isGrouped ? 0 : after
    }

    /// The number of 10^−`places`; nil when there are more places than that.
    func exactly(places: Int) -> Int? {
        guard scale <= places else { return nil }
        var number = digits
        for _ in scale..<places {
            let (product, overflowed) = number.multipliedReportingOverflow(by: 10)
            guard !overflowed else { return nil }
            number = product
        }
        return isNegative ? -number : number
    }

    /// The number of 10^−`places`, rounded half up; nil when it is beyond `Int`.
    func rounded(places: Int) -> Int? {
        guard scale > places else { return exactly(places: places) }
        var divisor = 1
        for _ in places..<scale {
            let (product, overflowed) = divisor.multipliedReportingOverflow(by: 10)
            // So many places that nothing is left of the number.
            guard !overflowed else { return 0 }
            divisor = product
        }
        let number = digits / divisor + (digits % divisor >= divisor - digits % divisor ? 1 : 0)
        return isNegative ? -number : number
    }
}
