public import Database
public import Foundation

/// The kinds of pictures that are taken as proof, told by their content.
public enum PhotoType: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"

    private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// - Returns: `nil` when the bytes begin like none of them.
    public init?(of bytes: Data) {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: Self.pngSignature) {
            self = .png
        } else if bytes.count >= 12, bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            self = .webp
        } else {
            return nil
        }
    }

    /// The picture without what cameras and programs write into it: place, time, owner, comments.
    ///
    /// JPEG (ITU-T T.81, annex B): segments APP1, APP3 to APP13, APP15 and COM. PNG (W3C, third edition): `eXIf`, `tEXt`, `zTXt`, `iTXt` and `tIME`.
    /// WebP (RFC 9649): `EXIF` and `XMP `.
    /// - Returns: `nil` when the parts of the picture do not fit together.
    public func withoutMetadata(_ bytes: Data) -> Data? {
        switch self {
        case .jpeg: Self.cleanJPEG([UInt8](bytes))
        case .png: Self.cleanPNG([UInt8](bytes))
        case .webp: Self.cleanWebP([UInt8](bytes))
        }
    }

    private static func cleanJPEG(_ bytes: [UInt8]) -> Data? {
        var result = Data(bytes.prefix(2))
        var position = 2
        while position + 4 <= bytes.count {
            guard bytes[position] == 0xFF else { return nil }
            let marker = bytes[position + 1]
            if marker == 0xFF {
                position += 1
                continue
            }
            let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
            guard length >= 2, position + 2 + length <= bytes.count else { return nil }
            // From the start of the scan on there is only the picture.
            if marker == 0xDA { return result + bytes[position...] }
            let isMetadata = marker == 0xE1 || (0xE3...0xED).contains(marker) || marker == 0xEF || marker == 0xFE
            if !isMetadata { result += bytes[position..<position + 2 + length] }
            position += 2 + length
        }
        return nil
    }

    private static func cleanPNG(_ bytes: [UInt8]) -> Data? {
        var result = Data(bytes.prefix(8))
        var position = 8
        while position + 12 <= bytes.count {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - position - 12 else { return nil }
            let end = position + 12 + length
            let name = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            if !["eXIf", "tEXt", "zTXt", "iTXt", "tIME"].contains(name) { result += bytes[position..<end] }
            // What follows the end is no picture.
            if name == "IEND" { return result }
            position = end
        }
        return nil
    }

    private static func cleanWebP(_ bytes: [UInt8]) -> Data? {
        func number(at position: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) } }
        let total = min(bytes.count, 8 + number(at: 4))
        var chunks = Data()
        var position = 12
        while position + 8 <= total {
            let length = number(at: position + 4)
            // Chunks are filled up to an even length.
            let end = position + 8 + length + length % 2
            guard position + 8 + length <= total else { return nil }
            let name = String(decoding: bytes[position..<position + 4], as: UTF8.self)
            if name == "VP8X", length > 0 {
                var chunk = Array(bytes[position..<min(end, total)])
                // The flags that say that there is EXIF and XMP.
                chunk[8] &= ~0x0C
                chunks += chunk
            } else if name != "EXIF", name != "XMP " {
                chunks += bytes[position..<min(end, total)]
            }
            position = end
        }
        guard !chunks.isEmpty else { return nil }
        let size = chunks.count + 4
        return Data("RIFF".utf8) + Data((0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }) + Data("WEBP".utf8) + chunks
    }
}
