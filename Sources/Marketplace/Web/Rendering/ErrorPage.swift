/// What the page for an error says: German sentences for the kinds of problem that a person can meet on a page.
struct ErrorPage: Sendable {
    let heading: String
    let detail: String

    init(_ problem: ProblemDetails) {
        switch problem.status {
        case 404: heading = "Das gibt es hier nicht."
        case 403: heading = "Das ist nicht für dieses Konto."
        case 500...: heading = "Da ist bei uns etwas schiefgegangen."
        default: heading = "Das hat nicht geklappt."
        }
        detail = Self.sentence(for: problem)
    }

    private static func sentence(for problem: ProblemDetails) -> String {
        switch problem.code {
        case "not-found": "Vielleicht wurde es umbenannt oder wird nicht mehr angeboten."
        case "role-missing": "Melden Sie sich mit einem Konto an, das diese Seite sehen darf."
        case "token-invalid", "token-needed": "Bitte melden Sie sich an."
        case "foreign-origin": "Diese Anfrage kam von der Seite eines anderen Anbieters und wurde abgewiesen."
        case "method-not-allowed", "bad-parameter", "invalid-cursor", "bad-quantity":
            "Diese Adresse ist so nicht zu gebrauchen. Gehen Sie zurück und versuchen Sie es noch einmal."
        case "busy": "Gerade ist sehr viel los. Bitte versuchen Sie es in einem Augenblick noch einmal."
        case "body-too-large": "Das war zu viel auf einmal."
        case "cart-full": "In einen Warenkorb passen höchstens 200 verschiedene Artikel."
        // The sentences of the modules are German already.
        case "too-late", "cart-empty", "invalid", "address-unknown", "out-of-stock", "cart-changed", "form": problem.detail
        case _ where problem.status >= 500: "Wir haben es notiert. Bitte versuchen Sie es später noch einmal."
        default: "Bitte gehen Sie zurück und versuchen Sie es noch einmal."
        }
    }
}
