import Catalog
import TestSupport
import Testing

@testable import Orders

@Suite("Totals")
struct TotalsTests {
    @Test(
        "VAT is contained in the gross price and rounded half up",
        arguments: [
            (VATRate.standard, 1190, 190), (.standard, 100, 16), (.standard, 390, 62), (.standard, 1, 0), (.standard, 3, 0),
            (.standard, 4, 1),
            (.reduced, 107, 7), (.reduced, 1290, 84), (.reduced, 8, 1), (.reduced, 7, 0), (.zero, 1290, 0), (.standard, 0, 0),
        ])
    func containedVAT(rate: VATRate, gross: Int, vat: Int) {
        #expect(VATShare(rate: rate, containedIn: Cents(gross)).vat == Cents(vat))
    }

    /// A half cent occurs only where 2 · gross · rate is an odd multiple of 100 + rate. 107 and 119 are odd, so it never does; "half up" is
    /// then the same as "to the nearest". This test would notice a rate for which that is no longer so.
    @Test("no gross sum of ours lies exactly between two cents")
    func noTies() {
        for rate in VATRate.allCases where rate != .zero {
            let divisor = 100 + rate.percent
            for gross in 0..<(2 * divisor) {
                #expect((2 * gross * rate.percent) % (2 * divisor) != divisor)
            }
        }
    }

    @Test("VAT is rounded once for a rate, not once for a line")
    func roundedOnce() {
        let line = PricedLine(quantity: 1, unitPrice: Cents(3), rate: .standard)
        #expect(VATShare(rate: .standard, containedIn: line.total).vat == .zero)
        #expect(
            Totals(lines: Array(repeating: line, count: 10)).vat == [VATShare(rate: .standard, gross: Cents(30), vat: Cents(5))])
    }

    @Test("each shop's VAT is rounded for itself, so the order's VAT is the sum of the shops' invoices")
    func roundedPerShop() {
        let line = PricedLine(quantity: 1, unitPrice: Cents(3), rate: .standard)
        let sum = Totals.sum(of: [Totals(lines: [line]), Totals(lines: [line])])
        #expect(sum.vat == [VATShare(rate: .standard, gross: Cents(6), vat: .zero)])
        #expect(Totals(lines: [line, line]).vat == [VATShare(rate: .standard, gross: Cents(6), vat: Cents(1))])
    }

    @Test("whatever is in the bag, the sums match to the cent", arguments: 0..<200)
    func sumsMatch(round: Int) {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let shops = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            (0..<Int.random(in: 1...12, using: &random)).map { _ in
                PricedLine(
                    quantity: .random(in: 1...99, using: &random), unitPrice: Cents(.random(in: 0...300_000, using: &random)),
                    rate: VATRate.allCases.randomElement(using: &random) ?? .zero)
            }
        }
        let totals = shops.map(Totals.init(lines:))
        let sum = Totals.sum(of: totals)
        let comment: Comment = "seed \(seed)"

        for (lines, totals) in zip(shops, totals) {
            #expect(totals.goods.rawValue == lines.reduce(0) { $0 + $1.quantity * $1.unitPrice.rawValue }, comment)
            #expect(totals.vat.map(\.gross).total() == totals.goods, comment)
            #expect(totals.vat.map(\.rate.percent) == totals.vat.map(\.rate.percent).sorted(), comment)
            for share in totals.vat {
                // |vat − gross · rate / (100 + rate)| ≤ ½
                let divisor = 100 + share.rate.percent
                let deviation = share.vat.rawValue * divisor - share.gross.rawValue * share.rate.percent
                #expect(2 * deviation.magnitude <= UInt(divisor), comment)
            }
        }
        #expect(sum.goods == totals.map(\.goods).total(), comment)
        #expect(sum.vat.map(\.gross).total() == sum.goods, comment)
        #expect(sum.vat.map(\.vat).total() == totals.flatMap(\.vat).map(\.vat).total(), comment)
    }
}

@Suite("Delivery fee")
struct DeliveryFeeTests {
    @Test("3,90 € below 60 €, free from 60 € on", arguments: [(0, 390), (1, 390), (5999, 390), (6000, 0), (6001, 0)])
    func standardFee(goods: Int, fee: Int) {
        #expect(DeliveryFee().fee(forGoods: Cents(goods)) == Cents(fee))
    }

    @Test("without a limit it is never free")
    func neverFree() {
        #expect(DeliveryFee(base: Cents(500), freeFrom: nil).fee(forGoods: Cents(1_000_000)) == Cents(500))
    }

    @Test("the fee contains 19 % VAT")
    func feeVAT() {
        #expect(DeliveryFee().share(forGoods: .zero) == VATShare(rate: .standard, gross: Cents(390), vat: Cents(62)))
    }

    @Test("a deposit stands beside the price, is charged for each piece, and its VAT has the goods' rate")
    func deposit() {
        let crate = PricedLine(quantity: 2, unitPrice: Cents(599), deposit: Cents(330), rate: .standard)
        #expect(crate.total == Cents(1858))
        let totals = Totals(lines: [crate, PricedLine(quantity: 1, unitPrice: Cents(100), rate: .reduced)])
        #expect(totals.goods == Cents(1958))
        #expect(
            totals.vat == [
                VATShare(rate: .reduced, containedIn: Cents(100)), VATShare(rate: .standard, containedIn: Cents(1858)),
            ])
    }
}
