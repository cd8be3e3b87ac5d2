public import Catalog

/// The VAT of one rate that is contained in a gross sum.
public struct VATShare: Hashable, Sendable {
    public let rate: VATRate
    public let gross: Cents
    public let vat: Cents

    /// The VAT contained in `gross`, gross · rate / (100 + rate), rounded half up to a cent (docs/decisions/orders-totals.md).
    /// - Precondition: `gross` is not negative.
    public init(rate: VATRate, containedIn gross: Cents) {
        precondition(gross >= .zero, "a sum of prices is not negative")
        let divisor = 100 + rate.percent
        self.init(rate: rate, gross: gross, vat: Cents((2 * gross.rawValue * rate.percent + divisor) / (2 * divisor)))
    }

    /// A share as it was computed before, e.g. for rows that are read back.
    init(rate: VATRate, gross: Cents, vat: Cents) {
        self.rate = rate
        self.gross = gross
        self.vat = vat
    }

    /// The shares of several sellers added up by rate, ascending. Each stays as it was rounded, so that the sum is that of their invoices.
    static func sum(of shares: some Sequence<VATShare>) -> [VATShare] {
        VATRate.allCases.compactMap { rate in
            let ofRate = shares.filter { $0.rate == rate }
            guard !ofRate.isEmpty else { return nil }
            return VATShare(rate: rate, gross: ofRate.map(\.gross).total(), vat: ofRate.map(\.vat).total())
        }
    }
}

/// `{"percent": 19, "grossCents": 1290, "vatCents": 206}`, as the API shows it.
extension VATShare: Encodable {
    private enum CodingKeys: String, CodingKey {
        case rate = "percent"
        case gross = "grossCents"
        case vat = "vatCents"
    }
}
