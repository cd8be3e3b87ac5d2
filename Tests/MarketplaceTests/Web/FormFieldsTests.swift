import Testing

@testable import Marketplace

@Suite("Forms")
struct FormFieldsTests {
    @Test("a form's fields are decoded as browsers encode them")
    func decoding() {
        let form = FormFields("street=Heinheimer+Stra%C3%9Fe&note=a%26b%3Dc%2B%0D%0Ad&empty=&bare&name=%20Kim%20".utf8)
        #expect(form["street"] == "Heinheimer Straße")
        #expect(form["note"] == "a&b=c+\r\nd")
        #expect(form["empty"].isEmpty)
        #expect(form["bare"].isEmpty)
        #expect(form["name"] == "Kim")
        #expect(form["missing"].isEmpty)
    }

    @Test("broken encodings are read as they stand and break nothing")
    func broken() {
        let form = FormFields("a=100%&b=%zz&c=%f&d=%FF&=x&&a=second".utf8)
        #expect(form["a"] == "100%")
        #expect(form["b"] == "%zz")
        #expect(form["c"] == "%f")
        #expect(form["d"] == "\u{fffd}")
    }

    @Test("an address with words in it says the same when it is read again")
    func queries() {
        let address = QueryString(["q": "Käse & Wein+1", "leer": "", "category": "Wein > Rot"]).appended(to: "/suche")
        #expect(address == "/suche?q=K%C3%A4se%20%26%20Wein%2B1&category=Wein%20%3E%20Rot")
        #expect(QueryString([:]).appended(to: "/suche") == "/suche")
    }
}
