extension OpeningHours {
    /// The rules in words for German pages: "Mo–Fr 11:30–14:30; Feiertage geschlossen".
    public var german: String {
        var words = description
        for (english, german) in [
            ("Tu", "Di"), ("We", "Mi"), ("Th", "Do"), ("Su", "So"), ("PH", "Feiertage"), ("off", "geschlossen"),
            ("closed", "geschlossen"), ("24/7", "rund um die Uhr"), ("-", "–"),
        ] {
            words = words.replacing(english, with: german)
        }
        return words
    }
}
