/// What can be wrong with a row of a catalog, with the words for it.
public enum ImportFault: Error, Hashable, Codable, Sendable {
    case empty
    case tooLong(limit: Int)
    case invalidCharacter
    case notAPrice
    case fractionOfCent
    case negative
    case tooLarge(limit: String)
    case notAVATRate
    case notAWholeNumber
    case notANumber
    case gtinSpoiled
    case gtinLength
    case gtinCheckDigit(expected: Int)
    case notAHandling
    case notYesOrNo
    case notACategory
    case notAnAddress
    case shopMissing(known: [String])
    case shopUnknown(known: [String])
    case tooManyFields(expected: Int, found: Int)
    case repeatedSKU(firstLine: Int)
    case notAnAllergen(word: String)
    case notAnAge
    case notAnEnergyClass
    case notAContent
    case notAnOption
    case notAnAvailability
    case notChoices(part: String, rule: ProductChoicesError.Rule)
    case notOpeningHours(part: String)
    case notADeposit
    case notWholeCents
    case notForDelivery
    /// A file of stocks and prices names a product that is not there.
    case productUnknown

    public func reason(in language: Language) -> String { words.reason[language] }

    /// What to do about it.
    public func remedy(in language: Language) -> String { words.remedy[language] }

    private var words: (reason: LocalizedText, remedy: LocalizedText) {
        switch self {
        case .empty:
            (
                .init("Der Wert fehlt.", "The value is missing."),
                .init("Tragen Sie in dieser Spalte etwas ein.", "Fill in this column.")
            )
        case .tooLong(let limit):
            (
                .init("Der Text ist länger als \(limit) Zeichen.", "The text is longer than \(limit) characters."),
                .init("Kürzen Sie ihn.", "Shorten it.")
            )
        case .invalidCharacter:
            (
                .init("Der Text enthält ein unlesbares Zeichen.", "The text contains an unreadable character."),
                .init(
                    "Speichern Sie die Datei neu als „CSV UTF-8“ oder tippen Sie das Wort neu.",
                    "Save the file again as “CSV UTF-8”, or type the word anew.")
            )
        case .shopMissing(let known), .shopUnknown(let known): shopWords(known)
        case .tooManyFields(let expected, let found):
            (
                .init(
                    "Die Zeile hat \(found) Felder, die Kopfzeile \(expected).",
                    "The row has \(found) fields, the header \(expected)."),
                .init(
                    "Setzen Sie Werte, die das Trennzeichen enthalten, in Anführungszeichen (\"12,90\").",
                    "Put values that contain the separator into quotes (\"12,90\").")
            )
        case .repeatedSKU(let line):
            (
                .init("Diese Artikelnummer steht schon in Zeile \(line).", "This SKU already stands in line \(line)."),
                .init("Lassen Sie je Artikelnummer eine Zeile stehen.", "Keep one row for each SKU.")
            )
        case .notAPrice, .fractionOfCent, .negative, .tooLarge, .notAVATRate, .notAWholeNumber, .notANumber: numberWords
        case .gtinSpoiled, .gtinLength, .gtinCheckDigit: gtinWords
        case .notAHandling, .notYesOrNo, .notACategory, .notAnAddress: choiceWords
        default: factWords
        }
    }

    private var numberWords: (reason: LocalizedText, remedy: LocalizedText) {
        switch self {
        case .notAPrice:
            (
                .init("Das ist kein Preis.", "This is not a price."),
                .init(
                    "Schreiben Sie den Bruttopreis in Euro, zum Beispiel 12,90.", "Write the gross price in euros, such as 12.90."
                )
            )
        case .fractionOfCent:
            (
                .init("Der Preis ist genauer als ein Cent.", "The price is finer than a cent."),
                .init("Runden Sie auf zwei Stellen nach dem Komma.", "Round to two decimal places.")
            )
        case .negative:
            (
                .init("Die Zahl ist kleiner als null.", "The number is below zero."),
                .init("Tragen Sie 0 oder mehr ein.", "Enter 0 or more.")
            )
        case .tooLarge(let limit):
            (
                .init("Die Zahl ist größer als \(limit).", "The number is larger than \(limit)."),
                .init("Prüfen Sie Komma und Einheit.", "Check the decimal separator and the unit.")
            )
        case .notAVATRate:
            (
                .init("Diesen Steuersatz gibt es nicht.", "There is no such VAT rate."),
                .init("Erlaubt sind 19, 7 und 0.", "Use 19, 7 or 0.")
            )
        case .notAWholeNumber:
            (
                .init("Das ist keine ganze Zahl.", "This is not a whole number."),
                .init(
                    "Schreiben Sie eine Zahl wie 12, oder lassen Sie das Feld leer.",
                    "Write a number such as 12, or leave the field empty.")
            )
        default:
            (
                .init("Das ist keine Zahl.", "This is not a number."),
                .init("Schreiben Sie eine Zahl wie 250 oder 1,5.", "Write a number such as 250 or 1.5.")
            )
        }
    }

    private var gtinWords: (reason: LocalizedText, remedy: LocalizedText) {
        switch self {
        case .gtinSpoiled:
            (
                .init(
                    "Die Tabellenkalkulation hat die Nummer gerundet; ihre letzten Ziffern sind verloren.",
                    "The spreadsheet has rounded the number; its last digits are lost."),
                .init(
                    "Formatieren Sie die Spalte als Text, tragen Sie die Nummern neu ein und exportieren Sie noch einmal.",
                    "Format the column as text, enter the numbers anew and export again.")
            )
        case .gtinCheckDigit(let expected):
            (
                .init(
                    "Die Prüfziffer stimmt nicht; zu den anderen Ziffern gehört \(expected).",
                    "The check digit is wrong; the other digits ask for \(expected)."),
                .init("Vergleichen Sie die Nummer mit der auf der Packung.", "Compare the number with the one on the package.")
            )
        default:
            (
                .init("Eine GTIN (EAN) hat 8, 12, 13 oder 14 Ziffern.", "A GTIN (EAN) has 8, 12, 13 or 14 digits."),
                .init("Prüfen Sie die Nummer, oder lassen Sie das Feld leer.", "Check the number, or leave the field empty.")
            )
        }
    }

    private var choiceWords: (reason: LocalizedText, remedy: LocalizedText) {
        switch self {
        case .notAHandling:
            (
                .init("Diese Art der Lagerung gibt es nicht.", "There is no such handling."),
                .init(
                    "Erlaubt sind ambient, chilled (gekühlt), frozen (tiefgekühlt), hot (heiß), fragile (zerbrechlich), bulky (sperrig).",
                    "Use ambient, chilled, frozen, hot, fragile or bulky.")
            )
        case .notYesOrNo:
            (
                .init("Hier steht weder ja noch nein.", "This is neither yes nor no."),
                .init("Schreiben Sie ja oder nein.", "Write yes or no.")
            )
        case .notACategory:
            (
                .init("So lässt sich die Kategorie nicht lesen.", "The category cannot be read."),
                .init(
                    "Schreiben Sie bis zu \(CategoryPath.deepest) Namen mit „ > “ dazwischen, zum Beispiel Lebensmittel > Käse.",
                    "Write up to \(CategoryPath.deepest) names with “ > ” between them, such as Food > Cheese.")
            )
        default:
            (
                .init("Das ist keine Internetadresse.", "This is not a web address."),
                .init("Schreiben Sie eine Adresse, die mit https:// beginnt.", "Write an address that begins with https://.")
            )
        }
    }

    private func shopWords(_ known: [String]) -> (reason: LocalizedText, remedy: LocalizedText) {
        let list = known.joined(separator: ", ")
        let remedy: LocalizedText =
            known.isEmpty
            ? .init(
                "Bitten Sie den Betreiber, Ihre Filiale anzulegen.",
                "Ask the operator to set up your shop.")
            : .init("Schreiben Sie eine Ihrer Filialen: \(list).", "Write one of your shops: \(list).")
        if case .shopMissing = self {
            return (.init("Es fehlt, zu welcher Filiale der Artikel gehört.", "The product's shop is missing."), remedy)
        }
        return (.init("Diese Filiale gehört nicht zu Ihrem Unternehmen.", "This is not a shop of your business."), remedy)
    }
}
