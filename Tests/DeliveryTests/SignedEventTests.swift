import Accounts
import Database
import Foundation
import Testing

@testable import Delivery

@Suite("Reports with a signature")
struct SignedEventTests {
    @Test("what is signed is one text for each report, written as documented")
    func message() throws {
        let id = try #require(UUID(uuidString: "01939B5E-1C00-7000-8000-000000000001"))
        let moment = City.at(12)
        let event = StopEvent(id: EventID(rawValue: id), kind: .delivered, at: moment, note: "Tür grün", ageChecked: true)
        let text = String(
            decoding: event.signedMessage(at: TourStopID(rawValue: id), by: DeviceID(rawValue: id)), as: UTF8.self)
        let uuid = "36:01939b5e-1c00-7000-8000-000000000001,"
        #expect(text == "20:schaufenster-event-1,\(uuid)\(uuid)\(uuid)9:delivered,20:2026-11-23T11:00:00Z,10:Tür grün,0:,4:true,")
        // A part that looks like the next one is not it.
        let one = StopEvent(id: event.id, kind: .failed, at: moment, note: "a,1:b", proof: nil)
        let other = StopEvent(id: event.id, kind: .failed, at: moment, note: "a", proof: "b")
        let (stop, device) = (TourStopID(rawValue: id), DeviceID(rawValue: id))
        #expect(one.signedMessage(at: stop, by: device) != other.signedMessage(at: stop, by: device))
    }

    @Test("a signature is what other implementations of HMAC-SHA-256 give")
    func hmac() throws {
        let key = try #require(MessageKey(bytes: Data(repeating: 0x0B, count: 32)))
        let signature = key.signature(of: Data("Hi There".utf8))
        #expect(signature.map { String($0, radix: 16) }.joined(separator: " ") == Self.known)
        #expect(key.isSignature(signature, of: Data("Hi There".utf8)) && !key.isSignature(signature, of: Data("Hi there".utf8)))
        #expect(MessageKey(bytes: Data(repeating: 1, count: 31)) == nil)
    }

    private static let known = "19 8a 60 7e b4 4b fb c6 99 3 a0 f1 cf 2b bd c5 ba a a3 f3 d9 ae 3c 1c 7a 3b 16 96 a0 b6 8c f7"

    @Test("without a device reports are taken unsigned; from the first device on only with its signature")
    func policy() async throws {
        try await City.withCity { city in
            let (stop, rider) = try await ownStop(city)
            func event() -> StopEvent { StopEvent(id: .new(), kind: .arrived, at: city.clock.now) }
            try await city.delivery.record(event(), at: stop, by: rider)
            let (device, key) = try await device(of: rider, city)
            await #expect(throws: StopEventProblem.unsigned) { try await city.delivery.record(event(), at: stop, by: rider) }

            let signed = event().signed(with: key, by: device, at: stop)
            try await city.delivery.record(signed, at: stop, by: rider)
            // Again, as a phone does that has not heard the answer.
            try await city.delivery.record(signed, at: stop, by: rider)
            // Changed on the way.
            var changed = StopEvent(id: signed.id, kind: .arrived, at: signed.at, note: "x")
            changed.signature = signed.signature
            await #expect(throws: StopEventProblem.wrongSignature) {
                try await city.delivery.record(changed, at: stop, by: rider)
            }
            // Signed with another key, or not at all.
            let foreign = event().signed(with: .random(), by: device, at: stop)
            await #expect(throws: StopEventProblem.wrongSignature) {
                try await city.delivery.record(foreign, at: stop, by: rider)
            }
            var nonsense = event()
            nonsense.signature = EventSignature(device: device, mac: "!")
            await #expect(throws: StopEventProblem.wrongSignature) {
                try await city.delivery.record(nonsense, at: stop, by: rider)
            }
            let unknown = event().signed(with: key, by: .new(), at: stop)
            await #expect(throws: StopEventProblem.unknownDevice) { try await city.delivery.record(unknown, at: stop, by: rider) }
            #expect(try await city.database.one("test.events", "SELECT count(*) FROM delivery.event").decode(Int.self) == 2)
        }
    }

    @Test("a device that was lost is revoked, and a sixth one takes the oldest one's place")
    func revoked() async throws {
        try await City.withCity { city in
            let (stop, rider) = try await ownStop(city)
            let (first, key) = try await device(of: rider, city)
            for _ in 1...5 { _ = try await device(of: rider, city) }
            let event = StopEvent(id: .new(), kind: .arrived, at: city.clock.now).signed(with: key, by: first, at: stop)
            await #expect(throws: StopEventProblem.unknownDevice) { try await city.delivery.record(event, at: stop, by: rider) }
            #expect(try await city.delivery.devices(of: rider).count { $0.revokedAt == nil } == 5)

            let (last, lastKey) = try await device(of: rider, city)
            #expect(try await city.delivery.revokeDevice(last, of: .new()) == nil)
            let signed = StopEvent(id: .new(), kind: .arrived, at: city.clock.now).signed(with: lastKey, by: last, at: stop)
            try await city.delivery.record(signed, at: stop, by: rider)
            #expect(try await city.delivery.revokeDevice(last, of: rider)?.revokedAt != nil)
            await #expect(throws: StopEventProblem.unknownDevice) { try await city.delivery.record(signed, at: stop, by: rider) }
            // The key stands in no table in the open.
            let sealed = try await city.database.query("test.keys", "SELECT key FROM delivery.rider_device").decode(Data.self)
            #expect(sealed.allSatisfy { $0.range(of: key.reveal()) == nil })
        }
    }

    private func device(of rider: RiderID, _ city: City) async throws -> (DeviceID, MessageKey) {
        city.clock.set(city.clock.now.addingTimeInterval(1))
        let registered = try await city.delivery.registerDevice(of: rider, name: " Telefon ")
        #expect(registered.device.name == "Telefon")
        return (registered.device.id, registered.key)
    }

    private func ownStop(_ city: City) async throws -> (TourStopID, RiderID) {
        let (_, rider, stops) = try await city.firstAssignedTour(shipments: 10)
        return (try #require(stops.first?.id), rider.id)
    }
}
