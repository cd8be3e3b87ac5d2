/// Puts a QR code's patterns and bits into their places (ISO/IEC 18004, 6.3 and 7.7 to 7.10).
struct QRDrawing {
    let version: QRVersion
    private var modules: [Bool]
    /// Modules that are no data and stay out of the mask.
    private var isPattern: [Bool]

    private var size: Int { version.size }

    init(version: QRVersion) {
        self.version = version
        modules = Array(repeating: false, count: version.size * version.size)
        isPattern = modules
    }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        modules[y * size + x] = isDark
        isPattern[y * size + x] = true
    }

    mutating func drawPatterns() {
        for index in 0..<size {
            set(6, index, index % 2 == 0)
            set(index, 6, index % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        let places = version.alignment
        for (row, y) in places.enumerated() {
            for (column, x) in places.enumerated() {
                let last = places.count - 1
                // Three corners have finders.
                if (row == 0 && (column == 0 || column == last)) || (row == last && column == 0) { continue }
                for dy in -2...2 { for dx in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) } }
            }
        }
        drawFormat(mask: 0)
        if version.number >= 7 { drawVersion() }
    }

    private mutating func drawFinder(_ x: Int, _ y: Int) {
        for dy in -4...4 {
            for dx in -4...4 where (0..<size).contains(x + dx) && (0..<size).contains(y + dy) {
                let distance = max(abs(dx), abs(dy))
                set(x + dx, y + dy, distance != 2 && distance != 4)
            }
        }
    }

    /// Level and mask, twice, with a BCH code (7.9).
    private mutating func drawFormat(mask: Int) {
        // Level M is 00.
        var remainder = mask
        for _ in 0..<10 { remainder = remainder << 1 ^ (remainder >> 9) * 0x537 }
        let bits = (mask << 10 | remainder) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { set(8, index, bit(index)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for index in 9..<15 { set(14 - index, 8, bit(index)) }
        for index in 0..<8 { set(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { set(8, size - 15 + index, bit(index)) }
        set(8, size - 8, true)
    }

    /// The version's number, twice, with a BCH code (7.10).
    private mutating func drawVersion() {
        var remainder = version.number
        for _ in 0..<12 { remainder = remainder << 1 ^ (remainder >> 11) * 0x1F25 }
        let bits = version.number << 12 | remainder
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            let (far, near) = (size - 11 + index % 3, index / 3)
            set(far, near, isDark)
            set(near, far, isDark)
        }
    }

    /// Bits from the right to the left in columns of two, up and down in turns.
    mutating func place(_ codewords: [UInt8]) {
        for (index, place) in dataPlaces.enumerated() where index < codewords.count * 8 {
            modules[place] = codewords[index / 8] >> (7 - index % 8) & 1 == 1
        }
    }

    /// Where data goes, in its order.
    private var dataPlaces: [Int] {
        var places: [Int] = []
        var right = size - 1
        while right >= 1 {
            // The column of the timing pattern is left out.
            if right == 6 { right = 5 }
            for step in 0..<size {
                let isUpwards = (right + 1) & 2 == 0
                let y = isUpwards ? size - 1 - step : step
                for x in [right, right - 1] where !isPattern[y * size + x] { places.append(y * size + x) }
            }
            right -= 2
        }
        return places
    }

    /// With a mask over the data.
    func finished(mask: Int) -> [Bool] {
        var drawing = self
        drawing.drawFormat(mask: mask)
        var modules = drawing.modules
        for y in 0..<size {
            for x in 0..<size where !isPattern[y * size + x] && Self.isFlipped(x, y, mask) { modules[y * size + x].toggle() }
        }
        return modules
    }

    /// Table 10.
    private static func isFlipped(_ x: Int, _ y: Int, _ mask: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }
}

/// How hard a masked code is to read (7.8.3).
enum QRPenalty {
    static func of(_ modules: [Bool], _ size: Int) -> Int {
        var penalty = 0
        for line in 0..<size {
            penalty += ofLine((0..<size).map { modules[line * size + $0] })
            penalty += ofLine((0..<size).map { modules[$0 * size + line] })
        }
        for y in 0..<size - 1 {
            for x in 0..<size - 1 {
                let first = modules[y * size + x]
                if modules[y * size + x + 1] == first, modules[(y + 1) * size + x] == first,
                    modules[(y + 1) * size + x + 1] == first
                {
                    penalty += 3
                }
            }
        }
        let dark = modules.count(where: \.self)
        // Ten points for each 5 % that the dark share is away from a half.
        penalty += abs(dark * 20 - modules.count * 10) / modules.count * 10
        return penalty
    }

    /// Runs of five and more, and what looks like a finder.
    private static func ofLine(_ line: [Bool]) -> Int {
        var penalty = 0
        var run = 1
        for index in 1...line.count {
            if index < line.count, line[index] == line[index - 1] {
                run += 1
            } else {
                if run >= 5 { penalty += run - 2 }
                run = 1
            }
        }
        let finder = [true, false, true, true, true, false, true, false, false, false, false]
        if line.count >= finder.count {
            for start in 0...(line.count - finder.count) {
                let part = line[start..<start + finder.count]
                if part.elementsEqual(finder) || part.elementsEqual(finder.reversed()) { penalty += 40 }
            }
        }
        return penalty
    }
}
