/// The lines of a text file as words, for the benchmark formats. Blank lines are left out.
struct TextLines {
    struct Line {
        /// Counts from 1.
        var number: Int
        var words: [ArraySlice<UInt8>]

        func text(_ index: Int) -> String {
            String(decoding: words[index], as: UTF8.self)
        }

        /// All words as text, with single spaces between.
        var text: String {
            words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        }

        func number(_ index: Int) throws(FormatError) -> Double {
            guard index < words.count else { throw FormatError(line: number, "the line has only \(words.count) values") }
            guard let value = Double(text(index)), value.isFinite else {
                throw FormatError(line: number, "\(text(index)) is not a number")
            }
            return value
        }

        func integer(_ index: Int) throws(FormatError) -> Int {
            guard index < words.count else { throw FormatError(line: number, "the line has only \(words.count) values") }
            if let value = Self.integer(words[index]) { return value }
            // Some files write whole numbers with a decimal point.
            let value = try number(index)
            guard value == value.rounded(), abs(value) < 1e15 else {
                throw FormatError(line: number, "\(text(index)) is not a whole number")
            }
            return Int(value)
        }

        private static func integer(_ word: ArraySlice<UInt8>) -> Int? {
            let isNegative = word.first == UInt8(ascii: "-")
            let digits = isNegative ? word.dropFirst() : word
            guard !digits.isEmpty, digits.count < 18 else { return nil }
            var value = 0
            for digit in digits {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
                value = value * 10 + Int(digit - UInt8(ascii: "0"))
            }
            return isNegative ? -value : value
        }
    }

    let lines: [Line]

    init(_ bytes: [UInt8]) {
        var lines: [Line] = []
        var line = Line(number: 1, words: [])
        var begin: Int?
        for (index, byte) in bytes.enumerated() {
            let isSpace = byte <= 0x20
            if isSpace, let wordBegin = begin {
                line.words.append(bytes[wordBegin..<index])
                begin = nil
            } else if !isSpace, begin == nil {
                begin = index
            }
            if byte == UInt8(ascii: "\n") {
                if !line.words.isEmpty { lines.append(line) }
                line = Line(number: line.number + 1, words: [])
            }
        }
        if let begin { line.words.append(bytes[begin...]) }
        if !line.words.isEmpty { lines.append(line) }
        self.lines = lines
    }
}
