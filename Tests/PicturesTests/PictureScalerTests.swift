import CGD
import Testing

@testable import Pictures

@Suite("Pictures are made as small as pages need them")
struct PictureScalerTests {
    /// A picture with red in its upper left and green in its upper right, as a file of one kind.
    private static func sample(_ width: Int32, _ height: Int32, as format: PictureFormat) throws -> [UInt8] {
        let image = try #require(gdImageCreateTrueColor(width, height))
        defer { gdImageDestroy(image) }
        gdImageFilledRectangle(image, 0, 0, width - 1, height - 1, 0x0000FF)
        gdImageFilledRectangle(image, 0, 0, width / 2, height / 2, 0xFF0000)
        gdImageFilledRectangle(image, width / 2, 0, width - 1, height / 2, 0x00FF00)
        var count: Int32 = 0
        let packed =
            switch format {
            case .jpeg: gdImageJpegPtr(image, &count, 95)
            case .png: gdImagePngPtr(image, &count)
            case .webP: gdImageWebpPtr(image, &count)
            case .gif: gdImageGifPtr(image, &count)
            }
        let start = try #require(packed)
        defer { gdFree(start) }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(count)))
    }

    private enum Corner: CaseIterable {
        case topLeft, topRight, bottomLeft, bottomRight
    }

    /// Which of red, green and blue is the strongest near a corner of a JPEG.
    private static func colour(_ corner: Corner, of jpeg: [UInt8]) throws -> String {
        let decoded = jpeg.withUnsafeBytes {
            gdImageCreateFromJpegPtr(Int32($0.count), UnsafeMutableRawPointer(mutating: $0.baseAddress))
        }
        let image = try #require(decoded)
        defer { gdImageDestroy(image) }
        let x = corner == .topLeft || corner == .bottomLeft ? 2 : image.pointee.sx - 3
        let y = corner == .topLeft || corner == .topRight ? 2 : image.pointee.sy - 3
        let pixel = gdImageGetTrueColorPixel(image, x, y)
        let parts = [("red", pixel >> 16 & 0xFF), ("green", pixel >> 8 & 0xFF), ("blue", pixel & 0xFF)]
        return try #require(parts.max { $0.1 < $1.1 }).0
    }

    @Test("each kind of file becomes JPEGs in three widths", arguments: [PictureFormat.jpeg, .png, .webP, .gif])
    func widths(format: PictureFormat) throws {
        let scaled = try PictureScaler.scale(try Self.sample(1200, 800, as: format))
        #expect(scaled.map(\.size) == [160, 480, 960])
        #expect(scaled.map(\.width) == [160, 480, 960])
        #expect(scaled.map(\.height) == [107, 320, 640])
        for picture in scaled {
            #expect(PictureFormat(picture.jpeg) == .jpeg)
            #expect(try Self.colour(.topLeft, of: picture.jpeg) == "red")
            #expect(try Self.colour(.topRight, of: picture.jpeg) == "green")
        }
    }

    @Test("a picture that is narrower than a width stays as it is")
    func small() throws {
        let scaled = try PictureScaler.scale(try Self.sample(300, 200, as: .png))
        #expect(scaled.map(\.size) == [160, 480, 960])
        #expect(scaled.map(\.width) == [160, 300, 300])
        #expect(scaled.map(\.height) == [107, 200, 200])
    }

    /// Where the stored upper left and upper right are seen, by how the camera was held (Exif 2.32, 4.6.4 A).
    private static let held: [(Int, Corner, Corner)] = [
        (1, .topLeft, .topRight), (2, .topRight, .topLeft), (3, .bottomRight, .bottomLeft), (4, .bottomLeft, .bottomRight),
        (5, .topLeft, .bottomLeft), (6, .topRight, .bottomRight), (7, .bottomRight, .topRight), (8, .bottomLeft, .topLeft),
    ]

    @Test("a camera's orientation is honoured, and what it wrote besides is dropped", arguments: Self.held)
    private func orientation(number: Int, red: Corner, green: Corner) throws {
        let jpeg = try Self.sample(600, 400, as: .jpeg)
        for order in ["II", "MM"] {
            let value: [UInt8] = order == "II" ? [UInt8(number), 0, 0, 0] : [0, UInt8(number), 0, 0]
            let little = order == "II"
            let tiff: [UInt8] =
                Array(order.utf8) + (little ? [42, 0, 8, 0, 0, 0, 1, 0] : [0, 42, 0, 0, 0, 8, 0, 1])
                + (little ? [0x12, 0x01, 3, 0, 1, 0, 0, 0] : [0x01, 0x12, 0, 3, 0, 0, 0, 1]) + value + [0, 0, 0, 0]
            let content = Array("Exif\0\0".utf8) + tiff + Array("Somebody's garden".utf8)
            let segment: [UInt8] = [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content
            let widest = try #require(try PictureScaler.scale(jpeg[..<2] + segment + jpeg[2...]).last)
            #expect(widest.width == (number >= 5 ? 400 : 600) && widest.height == (number >= 5 ? 600 : 400))
            #expect(try Self.colour(red, of: widest.jpeg) == "red", "\(order)")
            #expect(try Self.colour(green, of: widest.jpeg) == "green", "\(order)")
            #expect(!String(decoding: widest.jpeg, as: UTF8.self).contains("garden"))
            #expect(!String(decoding: widest.jpeg, as: UTF8.self).contains("Exif"))
        }
    }

    @Test("what is transparent becomes white")
    func transparency() throws {
        let image = try #require(gdImageCreateTrueColor(100, 100))
        defer { gdImageDestroy(image) }
        gdImageAlphaBlending(image, 0)
        gdImageSaveAlpha(image, 1)
        gdImageFilledRectangle(image, 0, 0, 99, 99, 0x7F00_0000)
        var count: Int32 = 0
        let packed = try #require(gdImagePngPtr(image, &count))
        defer { gdFree(packed) }
        let scaled = try PictureScaler.scale([UInt8](UnsafeRawBufferPointer(start: packed, count: Int(count))))
        let jpeg = try #require(scaled.last).jpeg
        let decoded = jpeg.withUnsafeBytes {
            gdImageCreateFromJpegPtr(Int32($0.count), UnsafeMutableRawPointer(mutating: $0.baseAddress))
        }
        let white = try #require(decoded)
        defer { gdImageDestroy(white) }
        #expect(gdImageGetTrueColorPixel(white, 50, 50) == 0xFF_FFFF)
    }

    /// Bytes and why they are refused; named, as a test that prints ten million bytes is none.
    private struct Refused: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        let problem: PictureProblem

        init(_ name: String, _ bytes: [UInt8], _ problem: PictureProblem) {
            (testDescription, self.bytes, self.problem) = (name, bytes, problem)
        }
    }

    private static let refusals = [
        Refused("nothing", [], .notAPicture),
        Refused("a page", [UInt8]("<html><script>alert(1)</script>".utf8), .notAPicture),
        Refused("SVG", [UInt8]("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), .notAPicture),
        Refused("the begin of a JPEG", [0xFF, 0xD8, 0xFF, 0xE0], .damaged),
        Refused("the begin of a GIF", [UInt8]("GIF89a".utf8), .damaged),
        Refused("too many bytes", [UInt8](repeating: 0xFF, count: PictureScaler.mostBytes + 1), .tooLarge),
        Refused("too many pixels", pngHead(50_000, 50_000), .tooLarge),
        Refused("as many pixels as fit", pngHead(0x7FFF_FFFF, 0x7FFF_FFFF), .tooLarge),
        Refused("no width", pngHead(0, 100), .damaged), Refused("a strip", pngHead(9000, 100), .tooNarrow),
        Refused("a head alone", pngHead(100, 100), .damaged),
        Refused(
            "a frame that hides behind a marker without a segment",
            [0xFF, 0xD8, 0xFF, 0x01, 0x00, 0x04, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0], .damaged),
    ]

    @Test("what is no picture, is cut off, too large or a strip is refused by its head", arguments: refusals)
    private func refused(given: Refused) {
        #expect(throws: given.problem) { try PictureScaler.scale(given.bytes) }
    }

    private static func pngHead(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        func number(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) } }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + "IHDR".utf8 + number(width) + number(height)
            + [8, 2, 0, 0, 0, 0, 0, 0, 0]
    }

    @Test("pictures with any byte wrong are scaled or refused, and nothing worse", arguments: [UInt64.random(in: 0...UInt64.max)])
    func mutations(seed: UInt64) throws {
        var state = seed | 1
        func next(_ limit: Int) -> Int {
            // xorshift64* (Vigna 2016).
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % limit
        }
        for format in [PictureFormat.jpeg, .png, .webP, .gif] {
            let good = try Self.sample(64, 48, as: format)
            for _ in 0..<150 {
                var bytes = good
                for _ in 0...next(4) { bytes[next(bytes.count)] = UInt8(next(256)) }
                if next(4) == 0 { bytes.removeLast(next(bytes.count)) }
                let scaled = try? PictureScaler.scale(bytes)
                #expect(scaled == nil || scaled?.count == 3, "seed \(seed)")
            }
        }
    }
}
