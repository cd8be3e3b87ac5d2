import Catalog

/// A retailer's articles with a form for each.
struct ArticlePage: Sendable {
    struct Article: Sendable {
        let articleID: ProductID
        let title: String
        let sku: String
        /// "9,50", for the form's field.
        let price: String
        let isActive: Bool
        /// One group a line.
        let choices: String
        let hasChoices: Bool
    }

    let text: String
    let articles: [Article]
    let nextPage: String?

    init(_ found: Page<Product>, text: String) {
        self.text = text
        articles = found.items.map { product in
            Article(
                product, price: product.priceCents.description.replacing(" €", with: ""), isActive: product.active,
                choices: product.facts.choices.description.replacing(" | ", with: "\n"))
        }
        nextPage = found.next.map { QueryString(["q": text, "cursor": $0]).appended(to: "/haendler/artikel") }
    }

    /// One article, with what somebody has typed and that could not be kept.
    init(_ product: Product, typed form: FormFields) {
        text = product.sku.rawValue
        articles = [Article(product, price: form["preis"], isActive: form["aktiv"] == "ja", choices: form["auswahl"])]
        nextPage = nil
    }
}

extension ArticlePage.Article {
    fileprivate init(_ product: Product, price: String, isActive: Bool, choices: String) {
        self.init(
            articleID: product.id, title: product.title, sku: product.sku.rawValue, price: price, isActive: isActive,
            choices: choices, hasChoices: !choices.isEmpty)
    }
}
