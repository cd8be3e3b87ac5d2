import Database

/// In what a staged row (`row`) differs from its product: SQL that gives `{"price_cents": [990, 1090]}`, or NULL when nothing does.
struct ProductDiff {
    /// The product's columns that the file says something about. What it does not mention stays as it is.
    let columns: [String]

    init(_ layout: FeedLayout) {
        columns = ProductField.allCases.filter(layout.provided.contains).flatMap(\.columns)
    }

    /// What a column becomes. A file of stocks and prices may leave a price empty: it stays.
    static func newValue(_ column: String) -> SQL {
        column == "price_cents" || column == "title"
            ? "coalesce(row.\(identifier: column), product.\(identifier: column))" : "row.\(identifier: column)"
    }

    var expression: SQL {
        guard !columns.isEmpty else { return "NULL::jsonb" }
        let parts: [SQL] = columns.map { column in
            let (old, new): (SQL, SQL) = ("product.\(identifier: column)", Self.newValue(column))
            return """
                CASE WHEN \(old) IS DISTINCT FROM \(new)
                    THEN jsonb_build_object(\(column)::text, jsonb_build_array(\(old), \(new))) ELSE '{}' END
                """
        }
        let old: SQL = .joined(columns.map { "product.\(identifier: $0)" }, separator: ", ")
        let new: SQL = .joined(columns.map(Self.newValue), separator: ", ")
        return "CASE WHEN (\(old)) IS DISTINCT FROM (\(new)) THEN \(.joined(parts, separator: " || ")) END"
    }
}
