import Database

extension Catalog {
    /// What a text that is being typed may become, the most frequent first: words that begin with its last word and go with those before it;
    /// categories, brands and shops that have a word beginning with it; for a word that is none, what it is a typing error of.
    ///
    /// Read from the vocabulary, which ``refreshVocabulary()`` makes.
    /// - Parameter limit: at most 20.
    public func suggestions(for text: String, limit: Int = 8) async throws -> [Suggestion] {
        let words = SearchWords(text)
        guard let last = words.words.last, last.count >= 2 else { return [] }
        let before = words.words.dropLast().map { SearchTerm($0) }
        let limit = limit.clamped(to: 1...20)
        var found = try await completions(of: last, limit: before.isEmpty ? limit : 40)
        if found.isEmpty { found = try await mended(last, limit: limit) }
        if !before.isEmpty {
            let words = found.filter { $0.kind == .word }
            let before = before.map(\.meanings[0])
            found = try await fitting(words, after: before, as: .whole, limit: limit)
            if found.isEmpty { found = try await fitting(words, after: before, as: .beginnings, limit: limit) }
        }
        return found
    }

    private func completions(of word: String, limit: Int) async throws -> [Suggestion] {
        try await database.query(
            "catalog.completions",
            """
            SELECT kind, shown, target, products FROM catalog.vocabulary
            WHERE folded >= catalog.fold(\(word)) AND folded < catalog.fold(\(word)) || U&'\\+10FFFF'
            ORDER BY products DESC, length(folded), folded, kind LIMIT \(limit)
            """
        ).map(Suggestion.init)
    }

    private func mended(_ word: String, limit: Int) async throws -> [Suggestion] {
        try await database.query(
            "catalog.mended",
            """
            SELECT kind, shown, target, products FROM unnest(catalog.meant(catalog.fold(\(word)))) WITH ORDINALITY AS meant (word, place)
            JOIN catalog.vocabulary ON kind = 'word' AND folded = meant.word ORDER BY meant.place LIMIT \(limit)
            """
        ).map(Suggestion.init)
    }

    /// How words stand in products: the index meets whole words ten times as quickly as beginnings, of which it has to collect all.
    private enum WordForm: String {
        case whole = ""
        case beginnings = ":*"
    }

    /// Those of the suggested words that products have together with the words before.
    private func fitting(
        _ suggestions: [Suggestion], after before: [String], as form: WordForm, limit: Int
    ) async throws -> [Suggestion] {
        guard !suggestions.isEmpty else { return [] }
        let typed = before.joined(separator: " ")
        let rows = try await database.query(
            "catalog.fitting",
            """
            SELECT place, fitting.products FROM unnest(\(suggestions.map(\.text))::text[]) WITH ORDINALITY AS suggested (word, place),
            LATERAL (
                SELECT count(*) AS products FROM (
                    SELECT FROM catalog.product WHERE \(Product.isOffered) AND search @@ (
                        SELECT to_tsquery('pg_catalog.german', string_agg(catalog.fold(word) || \(form.rawValue)::text, ' & '))
                        FROM unnest(\(before)::text[] || suggested.word) AS word
                    ) LIMIT 100
                ) AS hit
            ) AS fitting
            WHERE fitting.products > 0 ORDER BY fitting.products DESC, place LIMIT \(limit)
            """)
        return try rows.decode(Int.self, Int.self).map { place, products in
            let word = suggestions[place - 1]
            return Suggestion(kind: .word, text: "\(typed) \(word.text)", target: "", products: products)
        }
    }

    /// Makes the words that suggestions, typing errors and compounds are found by anew, from what is offered now. Cheap when nothing has changed.
    /// - Returns: whether something had changed.
    @discardableResult
    public func refreshVocabulary() async throws -> Bool {
        try await database.transaction("catalog.refreshVocabulary") { transaction in
            try await transaction.one("catalog.refreshVocabulary", "SELECT catalog.refresh_vocabulary()").decode(Bool.self)
        }
    }
}

extension Suggestion {
    fileprivate init(_ row: Row) throws {
        let (kind, text, target, products) = try row.decode(Kind.self, String.self, String.self, Int.self)
        self.init(kind: kind, text: text, target: target, products: products)
    }
}
