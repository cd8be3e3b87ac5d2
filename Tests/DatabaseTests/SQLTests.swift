import Database
import Testing

@Suite struct SQLTests {
    @Test func `values become numbered parameters and never part of the text`() {
        let name = "x'; DROP TABLE product; --"
        let statement: SQL = "SELECT * FROM product WHERE name = \(name) AND price < \(100)"
        #expect(statement.text == "SELECT * FROM product WHERE name = $1 AND price < $2")
    }

    @Test func `a nested fragment's parameters are numbered on`() {
        let inner: SQL = "price BETWEEN \(1) AND \(2)"
        let outer: SQL = "SELECT \(0) WHERE \(inner) OR \(inner) LIMIT \(3)"
        #expect(outer.text == "SELECT $1 WHERE price BETWEEN $2 AND $3 OR price BETWEEN $4 AND $5 LIMIT $6")
    }

    @Test func `more than nine parameters renumber rightly`() {
        let many = SQL.joined((1...12).map { "\($0)" }, separator: ", ")
        let statement: SQL = "SELECT \("first"), \(many), \("last")"
        #expect(statement.text == "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14")
    }

    @Test func `joined parts have the separator between them`() {
        let filters: [SQL] = ["a = \(1)", "b = \("ü")", "c"]
        #expect(SQL.joined(filters, separator: " AND ").text == "a = $1 AND b = $2 AND c")
        #expect(SQL.joined([], separator: " AND ").text.isEmpty)
    }

    @Test func `multi-byte text around a placeholder survives merging`() {
        let inner: SQL = "größe = \(1) -- ä"
        let outer: SQL = "SELECT 'ß', \(inner)"
        #expect(outer.text == "SELECT 'ß', größe = $1 -- ä")
    }

    @Test func `an identifier is quoted, whatever it contains`() {
        let name = "a\"; DROP TABLE b; --"
        let statement: SQL = "SELECT \(identifier: name) FROM \(table: TableName("Shop", "order"))"
        #expect(statement.text == "SELECT \"a\"\"; DROP TABLE b; --\" FROM \"Shop\".\"order\"")
    }
}
