import Accounts
import Database
import Foundation
import Testing

@testable import Delivery

@Suite("Pictures as proof")
struct ProofPhotoTests {
    // Each with a piece that a camera wrote, and the parts that a picture is made of.
    private static let secret = "49.87,8.65 Mira's phone"

    private static var jpeg: Data {
        func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
            [0xFF, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 0xFF)] + content
        }
        let exif = Array("Exif\0\0".utf8) + Array(secret.utf8)
        return Data(
            [0xFF, 0xD8] + segment(0xE0, Array("JFIF\0".utf8)) + segment(0xE1, exif) + segment(0xFE, Array(secret.utf8))
                + segment(0xDB, [0] + Array(repeating: 1, count: 64)) + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [
                    0x12, 0x34, 0xFF, 0xD9,
                ])
    }

    private static var png: Data {
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: content.count >> (8 * $0)) }
            return length + Array(name.utf8) + content + [0, 0, 0, 0]
        }
        return Data(
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", Array(repeating: 0, count: 13))
                + chunk("tEXt", Array(secret.utf8)) + chunk("eXIf", Array(secret.utf8)) + chunk("IDAT", [1, 2, 3])
                + chunk("IEND", []))
    }

    private static var webp: Data {
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            Array(name.utf8) + (0..<4).map { UInt8(truncatingIfNeeded: content.count >> (8 * $0)) } + content
                + (content.count % 2 == 0 ? [] : [0])
        }
        let chunks =
            chunk("VP8X", [0x0C] + Array(repeating: 0, count: 9)) + chunk("VP8 ", [1, 2, 3]) + chunk("EXIF", Array(secret.utf8))
        let size = chunks.count + 4
        return Data(
            Array("RIFF".utf8) + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + Array("WEBP".utf8) + chunks)
    }

    @Test("JPEG, PNG and WebP are told by their content, and lose what the camera wrote into them")
    func types() throws {
        for (picture, type) in [(Self.jpeg, PhotoType.jpeg), (Self.png, .png), (Self.webp, .webp)] {
            #expect(PhotoType(of: picture) == type)
            #expect(picture.range(of: Data(Self.secret.utf8)) != nil)
            let clean = try #require(type.withoutMetadata(picture))
            #expect(clean.range(of: Data(Self.secret.utf8)) == nil && clean.range(of: Data("Exif".utf8)) == nil)
            #expect(PhotoType(of: clean) == type)
            #expect(type.withoutMetadata(clean) == clean, "nothing more to take out")
            #expect(clean.count > 20)
        }
        #expect(try #require(PhotoType.jpeg.withoutMetadata(Self.jpeg)).suffix(4) == Data([0x12, 0x34, 0xFF, 0xD9]))
        let webp = try #require(PhotoType.webp.withoutMetadata(Self.webp))
        #expect(webp[20] == 0 && Int(webp[4]) == webp.count - 8)
        for other in [Data(), Data("GIF89a".utf8), Data("%PDF-1.7".utf8), Data("<svg/>".utf8)] {
            #expect(PhotoType(of: other) == nil)
        }
    }

    @Test(
        "a picture that ends too early, or says wrong lengths, is damaged and stops nothing",
        arguments: [PhotoType.jpeg, .png, .webp])
    func damaged(type: PhotoType) {
        let whole = type == .jpeg ? Self.jpeg : type == .png ? Self.png : Self.webp
        for length in 0..<whole.count {
            let cut = whole.prefix(length)
            if PhotoType(of: cut) == type { _ = type.withoutMetadata(cut) }
            var turned = whole
            turned[length] ^= 0xFF
            if PhotoType(of: turned) == type { _ = type.withoutMetadata(turned) }
        }
        #expect(type.withoutMetadata(whole.prefix(24)) == nil)
    }

    @Test("a picture is kept sealed for its shipment, once, and deleted after its time")
    func kept() async throws {
        try await City.withCity { city in
            let (_, reference, stops) = try await city.firstAssignedTour(shipments: 10)
            let rider = reference.id
            let door = try #require(stops.first { $0.kind == .dropoff })
            let number = try #require(door.shipmentNumber)
            let id = PhotoID.new()
            let kept = try await city.delivery.keepPhoto(Self.jpeg, as: id, at: door.id, by: rider)
            #expect(kept.type == .jpeg && kept.shipmentNumber == number && kept.byteCount < Self.jpeg.count)
            #expect(try await city.delivery.keepPhoto(Self.jpeg, as: id, at: door.id, by: rider) == kept)
            #expect(try await city.delivery.photos(of: number) == [kept])
            let picture = try #require(try await city.delivery.photo(id))
            #expect(picture.bytes == PhotoType.jpeg.withoutMetadata(Self.jpeg))
            #expect(try await city.delivery.photo(id, of: .new()) == nil, "another order's")
            let stored = try await city.database.one("test.photo", "SELECT picture FROM delivery.proof_photo").decode(Data.self)
            #expect(stored.range(of: picture.bytes) == nil)

            await #expect(throws: PhotoProblem.identifierReused) {
                try await city.delivery.keepPhoto(Self.png, as: id, at: door.id, by: rider)
            }
            await #expect(throws: PhotoProblem.unknownType) {
                try await city.delivery.keepPhoto(Data("GIF89a".utf8), as: .new(), at: door.id, by: rider)
            }
            await #expect(throws: PhotoProblem.damaged) {
                try await city.delivery.keepPhoto(Self.jpeg.prefix(20), as: .new(), at: door.id, by: rider)
            }
            await #expect(throws: PhotoProblem.tooLarge) {
                try await city.delivery.keepPhoto(Data(count: Delivery.largestPhoto + 1), as: .new(), at: door.id, by: rider)
            }
            let other = try #require(try await city.delivery.riders(on: City.day).first { $0.id != rider })
            await #expect(throws: PhotoProblem.noSuchStop) {
                try await city.delivery.keepPhoto(Self.jpeg, as: .new(), at: door.id, by: other.id)
            }
            for _ in 2...6 { try await city.delivery.keepPhoto(Self.png, as: .new(), at: door.id, by: rider) }
            await #expect(throws: PhotoProblem.tooMany) {
                try await city.delivery.keepPhoto(Self.png, as: .new(), at: door.id, by: rider)
            }
            #expect(try await city.delivery.deletePhotos(before: City.day) == 0)
            #expect(try await city.delivery.deletePhotos(before: City.day.adding(days: 1)) == 6)
            #expect(try await city.delivery.photo(id) == nil)
        }
    }
}
