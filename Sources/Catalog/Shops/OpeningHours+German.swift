extension OpeningHours {
    /// The rules in words for German pages: "Mo–Fr 11:30–14:30; Feiertage geschlossen".
    public var german: String {
        let words = [
            "Tu": "Di", "We": "Mi", "Th": "Do", "Su": "So", "PH": "Feiertage", "off": "geschlossen", "24/7": "rund um die Uhr",
            "Mar": "März",
            "May": "Mai", "Oct": "Okt", "Dec": "Dez",
        ]
        var german = ""
        var word = ""
        for character in description + " " {
            if character.isLetter || character.isNumber || character == "/" || character == ":" {
                word.append(character)
            } else {
                german += (words[word] ?? word) + (character == "-" ? "–" : character == "," ? ", " : String(character))
                word = ""
            }
        }
        return german.trimmed
    }
}
