import Catalog
import Foundation

/// An uploaded catalog as its retailer sees it: what will happen, what has happened, and how to take it back.
struct ImportPage: Sendable {
    struct Item: Sendable {
        let line: String
        let sku: String
        let title: String
        let changes: [Change]
    }

    struct Change: Sendable {
        let field: String
        let before: String
        let after: String
    }

    struct Listing: Sendable {
        let heading: String
        let items: [Item]
        /// How many are not shown.
        let leftOut: Int?
        let hasChanges: Bool
    }

    let importID: ImportID
    let fileName: String
    let isUnderWay: Bool
    let activity: String
    let percent: Int
    let report: UploadReport?
    let problem: String?
    let listings: [Listing]
    let hasRefused: Bool
    let canApply: Bool
    let canUndo: Bool
    /// A sentence, where somebody should say that so much may go.
    let warning: String?
    let outcome: String?

    /// So many of each kind; the API gives up to a thousand.
    static let mostItems = 50

    init(_ found: CatalogImport, new: [ImportItem], changed: [ImportItem], missing: [ImportItem]) {
        importID = found.id
        fileName = found.fileName.isEmpty ? "Datei" : found.fileName
        isUnderWay = found.state.isUnderWay
        percent = Int((found.progress.fraction * 100).rounded(.down))
        activity = Self.activity(found)
        report = found.report.map { UploadReport($0, isDone: found.state != .ready && found.state != .applying) }
        problem = Self.problem(found)
        let counts = found.report
        let isReplacing = found.options.scope == .replace
        listings =
            found.state == .ready
            ? [
                Listing("Neu", new, of: counts?.created), Listing("Geändert", changed, of: counts?.changed),
                Listing(
                    isReplacing ? "Nicht in der Datei: wird aus dem Verkauf genommen" : "Nicht in der Datei: bleibt, wie es ist",
                    missing,
                    of: counts?.missing),
            ].filter { !$0.items.isEmpty } : []
        hasRefused = (counts?.refused ?? 0) > 0
        let changesSomething = (counts?.created ?? 0) + (counts?.changed ?? 0) > 0 || isReplacing && (counts?.missing ?? 0) > 0
        canApply = found.state == .ready && changesSomething
        canUndo = found.state == .applied
        warning = counts.flatMap { report in
            report.needsConfirmation && found.state == .ready
                ? "Von \(report.orderable) Artikeln, die man jetzt bestellen kann, wären \(report.goingToZero) danach ausverkauft oder aus dem Verkauf."
                : nil
        }
        outcome = Self.outcome(found)
    }

    private static func activity(_ found: CatalogImport) -> String {
        switch (found.state, found.progress.phase) {
        case (_, .waiting): "Wartet, bis etwas anderes fertig ist"
        case (.undoing, _): "Wird zurückgenommen"
        case (_, .reading): "Die Datei wird gelesen"
        case (_, .comparing): "Die Datei wird mit dem Schaufenster verglichen"
        case (_, .writing): "Wird übernommen"
        }
    }

    private static func problem(_ found: CatalogImport) -> String? {
        switch found.state {
        case .refused: found.problem?.message(in: .german)
        case .failed: "Bei uns ist etwas schiefgegangen. Ihr Sortiment ist, wie es war. Wir haben es notiert."
        default: nil
        }
    }

    private static func outcome(_ found: CatalogImport) -> String? {
        switch found.state {
        case .applied: "Übernommen. Die Artikel stehen im Schaufenster."
        case .undone:
            "Zurückgenommen. Das Sortiment ist wie vor dieser Datei."
                + ((found.kept ?? 0) > 0 ? " \(found.kept ?? 0) Artikel wurden seither geändert und bleiben, wie sie sind." : "")
        default: nil
        }
    }
}

extension ImportPage.Listing {
    fileprivate init(_ heading: String, _ items: [ImportItem], of count: Int?) {
        let count = count ?? items.count
        self.heading = "\(heading) (\(count))"
        self.items = items.prefix(ImportPage.mostItems).map(ImportPage.Item.init)
        leftOut = count > self.items.count ? count - self.items.count : nil
        hasChanges = self.items.contains { !$0.changes.isEmpty }
    }
}

extension ImportPage.Item {
    fileprivate init(_ item: ImportItem) {
        line = item.line.map(String.init) ?? ""
        sku = item.sku
        title = item.title
        changes = item.changes.map {
            ImportPage.Change(
                field: FieldWords.german($0.field), before: FieldWords.german($0.before, of: $0.field),
                after: FieldWords.german($0.after, of: $0.field))
        }
    }
}

/// What fields and their values are called on German pages.
enum FieldWords {
    static func german(_ field: String) -> String { names[field] ?? field }

    private static let names = [
        "title": "Titel", "description": "Beschreibung", "gtin": "EAN", "brand": "Marke", "category": "Kategorie",
        "priceCents": "Preis", "vatPercent": "MwSt.", "stock": "Bestand", "weightGrams": "Gewicht",
        "volumeMillilitres": "Volumen",
        "handling": "Lagerung", "preparationMinutes": "Zubereitung", "imageURL": "Bild", "moreImages": "Weitere Bilder",
        "active": "Im Verkauf", "strikePriceCents": "Streichpreis", "depositCents": "Pfand", "contentAmount": "Inhalt",
        "contentUnit": "Einheit des Inhalts", "ingredients": "Zutaten", "allergens": "Allergene", "minimumAge": "Mindestalter",
        "manufacturer": "Hersteller", "manufacturerContact": "Kontakt des Herstellers", "energyClass": "Energieklasse",
        "variantGroup": "Variantengruppe", "options": "Merkmale", "choices": "Auswahl",
        "availableHours": "Zeiten", "reusableDepositCents": "Mehrwegpfand",
    ]

    static func german(_ value: FactValue, of field: String) -> String {
        switch value {
        case .none: field == "stock" ? "nicht gezählt" : "–"
        case .flag(let flag): flag ? "ja" : "nein"
        case .number(let number) where field.hasSuffix("Cents"): Cents(number).description
        case .number(let number): "\(number)"
        case .text(let text): text.isEmpty ? "–" : String(text.prefix(80)) + (text.count > 80 ? "…" : "")
        case .texts(let texts) where field == "allergens":
            texts.isEmpty ? "keine" : texts.compactMap { Allergen(rawValue: $0)?.german }.joined(separator: ", ")
        case .texts(let texts): texts.isEmpty ? "–" : texts.joined(separator: ", ")
        }
    }
}
