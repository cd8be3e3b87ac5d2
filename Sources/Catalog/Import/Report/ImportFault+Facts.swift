extension ImportFault {
    /// The words for what is wrong with a fact that the law wants, or with what other systems write.
    var factWords: (reason: LocalizedText, remedy: LocalizedText) {
        switch self {
        case .notAnAllergen(let word):
            (
                .init("„\(word)“ ist keines der vierzehn Allergene.", "“\(word)” is none of the fourteen allergens."),
                .init(
                    "Schreiben Sie die Namen mit Komma dazwischen (\(Allergen.allCases.map(\.german).joined(separator: ", "))), oder „keine“.",
                    "Write the names with commas between them (\(Allergen.allCases.map(\.rawValue).joined(separator: ", "))), or “none”."
                )
            )
        case .notAnAge:
            (
                .init("Dieses Mindestalter gibt es nicht.", "There is no such minimum age."),
                .init("Erlaubt sind 16, 18 oder nichts.", "Use 16, 18 or nothing.")
            )
        case .notAnEnergyClass:
            (
                .init("Diese Energieklasse gibt es nicht.", "There is no such energy class."),
                .init("Schreiben Sie A bis G, wie auf dem Etikett.", "Write A to G, as on the label.")
            )
        case .notAContent:
            (
                .init("Diese Inhaltsmenge ist nicht zu lesen.", "This content cannot be read."),
                .init(
                    "Schreiben Sie Menge und Einheit, zum Beispiel 500 g, 0,75 l, 12 x 0,7 l, 2 m oder 1,5 m².",
                    "Write amount and unit, such as 500 g, 0.75 l, 12 x 0.7 l, 2 m or 1.5 m².")
            )
        case .notAnOption:
            (
                .init("Diese Merkmale sind nicht zu lesen.", "These options cannot be read."),
                .init(
                    "Schreiben Sie höchstens \(ProductOption.most), zum Beispiel „Größe: M | Farbe: rot“.",
                    "Write \(ProductOption.most) at the most, such as “Size: M | Colour: red”.")
            )
        case .notAnAvailability:
            (
                .init("Diese Verfügbarkeit gibt es nicht.", "There is no such availability."),
                .init(
                    "Erlaubt sind in_stock, out_of_stock, preorder und backorder.",
                    "Use in_stock, out_of_stock, preorder or backorder.")
            )
        case .notADeposit:
            (
                .init("Aus diesem Pfandtyp geht kein Betrag hervor.", "This kind of deposit tells no amount."),
                .init(
                    "Nennen Sie den Betrag im Namen des Pfandtyps, zum Beispiel „Mehrweg 0,15“.",
                    "Put the amount into the name of the kind, such as “Mehrweg 0,15”.")
            )
        case .notChoices(let part, let rule): Self.choicesWords(part, rule)
        case .notOpeningHours(let part):
            (
                .init("„\(part)“ ist als Zeit nicht zu lesen.", "“\(part)” cannot be read as a time."),
                .init(
                    "Schreiben Sie Tage und Uhrzeiten, zum Beispiel „Mo-Fr 11:30-14:30; Sa 12:00-15:00“.",
                    "Write days and times, such as “Mo-Fr 11:30-14:30; Sa 12:00-15:00”.")
            )
        default: fileWords
        }
    }

    private static func choicesWords(
        _ part: String, _ rule: ProductChoicesError.Rule
    ) -> (reason: LocalizedText, remedy: LocalizedText) {
        let reason: LocalizedText =
            switch rule {
            case .colon: .init("In „\(part)“ fehlt der Name mit Doppelpunkt.", "“\(part)” lacks a name with a colon.")
            case .count: .init("Unter „\(part)“ lassen sich nicht so viele wählen.", "So many cannot be chosen of “\(part)”.")
            case .price: .init("Der Aufpreis in „\(part)“ ist nicht zu lesen.", "The surcharge in “\(part)” cannot be read.")
            case .name: .init("Der Name „\(part)“ fehlt oder ist zu lang.", "The name “\(part)” is missing or too long.")
            case .repeated: .init("„\(part)“ steht zweimal da.", "“\(part)” is there twice.")
            case .tooMany: .init("Bis „\(part)“ ist es zu viel Auswahl.", "There is too much to choose from up to “\(part)”.")
            }
        return (
            reason,
            .init(
                "Schreiben Sie zum Beispiel „Größe (1): klein; groß +3,00 | Extras (0-3): Käse +1,50; Oliven +1,00“.",
                "Write, for example, “Size (1): small; large +3.00 | Extras (0-3): cheese +1.50; olives +1.00”.")
        )
    }

    private var fileWords: (reason: LocalizedText, remedy: LocalizedText) {
        switch self {
        case .notWholeCents:
            (
                .init("In dieser Datei stehen Preise in ganzen Cent.", "In this file, prices are whole cents."),
                .init("Schreiben Sie 1290 für 12,90 €.", "Write 1290 for €12.90.")
            )
        case .notForDelivery:
            (
                .init("So etwas lässt sich nicht liefern.", "This kind of thing cannot be delivered."),
                .init(
                    "Gruppen, Verweise auf andere Läden und Downloads lassen Sie weg.",
                    "Leave out groups, links to other shops and downloads.")
            )
        default:
            (
                .init(
                    "Einen Artikel mit dieser Nummer gibt es in diesem Laden nicht.", "The shop has no product with this number."),
                .init(
                    "Laden Sie ihn zuerst mit Titel und Preis hoch, oder lassen Sie die Zeile weg.",
                    "Upload it with title and price first, or leave the row out.")
            )
        }
    }
}
