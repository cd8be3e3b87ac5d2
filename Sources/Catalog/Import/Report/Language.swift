/// The languages in which the module speaks to people.
public enum Language: String, CaseIterable, Codable, Sendable {
    case german = "de"
    case english = "en"
}

extension CodingUserInfoKey {
    /// The ``Language`` in which an ``ImportReport`` is encoded; German when it is not set.
    public static let reportLanguage: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "schaufenster.catalog.reportLanguage") else {
            preconditionFailure("the standard library refuses no name")
        }
        return key
    }()
}

/// A text in each language.
struct LocalizedText: Hashable, Sendable {
    let german: String
    let english: String

    init(_ german: String, _ english: String) {
        self.german = german
        self.english = english
    }

    subscript(language: Language) -> String {
        switch language {
        case .german: german
        case .english: english
        }
    }
}
