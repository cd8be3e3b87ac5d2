import Foundation
import Testing

@testable import Accounts

@Suite("Sealing personal data")
struct PersonalDataBoxTests {
    private struct Recipient: Codable, Equatable {
        var name = "Erika Mustermann"
        var phone: String?
    }

    @Test("what is sealed opens again, reads like nothing and is different every time")
    func roundTrip() throws {
        let box = try PersonalDataBox(keys: [.random(id: "k1")])
        let sealed = try box.seal(Recipient(), for: "order/1")
        #expect(try box.open(sealed, as: Recipient.self, for: "order/1") == Recipient())
        #expect(sealed.range(of: Data("Mustermann".utf8)) == nil)
        #expect(try box.seal(Recipient(), for: "order/1") != sealed)
    }

    @Test("a value put into another row does not open, nor does one of which a single bit is changed")
    func bound() throws {
        let box = try PersonalDataBox(keys: [.random(id: "k1")])
        let sealed = try box.seal(Recipient(), for: "order/1")
        #expect(throws: PersonalDataError.damaged) { try box.open(sealed, as: Recipient.self, for: "order/2") }
        for index in sealed.indices {
            var damaged = sealed
            damaged[index] ^= 1
            #expect(throws: PersonalDataError.self) { try box.open(damaged, as: Recipient.self, for: "order/1") }
        }
        for length in 0..<sealed.count {
            #expect(throws: PersonalDataError.self) { try box.open(sealed.prefix(length), as: Recipient.self, for: "order/1") }
        }
    }

    @Test("keys are replaced one after the other")
    func rotation() throws {
        let (old, new) = (try PersonalDataBox.Key.random(id: "2025"), try PersonalDataBox.Key.random(id: "2026"))
        let before = try PersonalDataBox(keys: [old])
        let sealed = try before.seal("geheim", for: "x")
        let both = try PersonalDataBox(configuration: "\(new.reveal()), \(old.reveal())")
        #expect(try both.open(sealed, as: String.self, for: "x") == "geheim")
        #expect(try both.needsResealing(sealed))
        let resealed = try both.seal("geheim", for: "x")
        #expect(try !both.needsResealing(resealed))
        let after = try PersonalDataBox(keys: [new])
        #expect(try after.open(resealed, as: String.self, for: "x") == "geheim")
        #expect(throws: PersonalDataError.unknownKey("2025")) { try after.open(sealed, as: String.self, for: "x") }
    }

    @Test(
        "keys that are not keys are refused, and the error does not quote them",
        arguments: [
            "", "k1", "k1:abc", "k1:QUJD", ":\(Data(count: 32).base64EncodedString())",
            "a b:\(Data(count: 32).base64EncodedString())",
            "k:\(Data(count: 32).base64EncodedString()),k:\(Data(count: 32).base64EncodedString())",
        ])
    func badKeys(_ configuration: String) {
        let error = #expect(throws: PersonalDataError.self) { try PersonalDataBox(configuration: configuration) }
        #expect(error?.description.contains("AAAA") == false)
    }
}
