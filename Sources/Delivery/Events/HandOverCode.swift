public import Database

/// What whoever opens the door tells the rider: four digits, the same for all shipments of an order.
public struct HandOverCode: RawRepresentable, Hashable, Codable, Sendable, DatabaseCodable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// The code in what a rider typed as proof: the first word of four digits, `nil` without one. Names and pictures may stand beside it.
    init?(toldIn proof: String) {
        let word = proof.split(whereSeparator: \.isWhitespace).first {
            $0.count == 4 && $0.allSatisfy { ("0"..."9").contains($0) }
        }
        guard let word else { return nil }
        self.init(rawValue: String(word))
    }
}

/// What came of a code that a rider reported.
public enum CodeCheck: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case matches
    case differs
    /// Too many wrong ones were told for this order; no code is compared any more.
    case exhausted

    /// So many wrong codes are compared for an order: enough for mishearing, too few for guessing.
    static let wrongCodesAllowed = 5

    init(told: HandOverCode, expected: HandOverCode, wrongBefore: Int) {
        self = wrongBefore >= Self.wrongCodesAllowed ? .exhausted : told == expected ? .matches : .differs
    }
}
