import Catalog
import Database
import Foundation

/// A shop's page.
struct ShopPage: Sendable {
    struct OpenDay: Sendable {
        let day: String
        let hours: String
        let isToday: Bool
        /// Why the day is not as usual.
        let note: String?
    }

    let name: String
    let logo: PictureTag?
    let description: String
    let address: String
    let phone: String?
    let phoneLink: String?
    let isOpen: Bool
    /// The coming seven days; empty when the shop has not said.
    let openDays: [OpenDay]
    /// "heute um 17:00 Uhr"; nil while it is open, and when nobody knows.
    let opensAt: String?
    /// Coming days with other hours, beyond the seven: "Donnerstag, 24.12.2026: 10:00–14:00 (Heiligabend)".
    let otherDays: [String]
    /// "15,00 €"; nil when anything goes.
    let minimumOrder: String?
    /// By how many minutes preparation takes longer at the moment.
    let rushMinutes: Int?
    /// Who is behind it, line by line.
    let imprint: [String]
    let products: [ProductCard]
    let nextPage: String?

    init(_ shop: Shop, _ trader: TraderData, products: Page<Product>, at now: Date) {
        name = shop.name
        logo = PictureTag(shop.logo, alt: "Logo von \(shop.name)", shown: "160px")
        description = shop.description
        address = shop.addressLine
        phone = shop.phone
        phoneLink = shop.phone.map { $0.filter { $0.isASCII && ($0.isNumber || $0 == "+") } }
        isOpen = shop.openingHours?.isOpen(at: now) ?? false
        openDays = shop.openingHours.map { Self.openDays($0, shop.exceptions, at: now) } ?? []
        opensAt = isOpen ? nil : shop.openingHours?.nextOpening(from: now).map { CityTime.words(for: $0, at: now) }
        let lastShown = CityTime.dayAndMinute(of: now).day.adding(days: 6)
        otherDays = shop.exceptions.filter { $0.day > lastShown }.prefix(10).map(Self.words)
        minimumOrder = shop.settings.minimumOrder > .zero ? shop.settings.minimumOrder.description : nil
        rushMinutes = shop.settings.rush?.minutes
        imprint = Self.imprint(trader)
        self.products = products.items.map(ProductCard.init)
        nextPage = products.next.map { QueryString(["cursor": $0]).appended(to: "/laden/\(shop.key)") }
    }

    private static func imprint(_ trader: TraderData) -> [String] {
        var lines = [trader.legalName]
        if !trader.representedBy.isEmpty { lines.append("Vertreten durch \(trader.representedBy)") }
        lines.append("\(trader.street) \(trader.houseNumber), \(trader.postcode) \(trader.city)")
        lines.append("Telefon \(trader.phone), E-Mail \(trader.email)")
        if let register = trader.tradeRegister, !register.isEmpty { lines.append(register) }
        if let vatID = trader.vatID { lines.append("Umsatzsteuer-ID \(vatID)") }
        if trader.compliesSince != nil {
            lines.append("Sichert zu, nur anzubieten, was dem Recht der Union entspricht (Art. 30 Abs. 1 e DSA).")
        }
        return lines
    }

    private static func words(for spans: [OpeningHours.Span]) -> String {
        let words = spans.map { "\(GermanFormat.time(minute: $0.start))–\(GermanFormat.time(minute: $0.end))" }
        return words.isEmpty ? "geschlossen" : words.joined(separator: ", ")
    }

    /// A day with other hours, in words.
    static func words(for exception: ShopException) -> String {
        "\(GermanFormat.longDay(exception.day)): \(words(for: exception.spans))"
            + (exception.note.isEmpty ? "" : " (\(exception.note))")
    }

    private static func openDays(_ hours: OpeningHours, _ exceptions: [ShopException], at now: Date) -> [OpenDay] {
        let today = CityTime.dayAndMinute(of: now).day
        return (0..<7).map { offset in
            let day = today.adding(days: offset)
            let note = exceptions.first { $0.day == day }?.note ?? (PublicHolidays.isHoliday(day) ? "Feiertag" : "")
            return OpenDay(
                day: GermanFormat.weekday(day), hours: words(for: hours.spans(on: day)), isToday: offset == 0,
                note: note.isEmpty ? nil : note)
        }
    }
}
