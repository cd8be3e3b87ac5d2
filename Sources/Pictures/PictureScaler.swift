internal import CGD

/// A picture in one width, as JPEG without any metadata.
public struct ScaledPicture: Hashable, Sendable {
    /// One of ``PictureScaler/widths``; pictures that are narrower stay so.
    public let size: Int
    public let width: Int
    public let height: Int
    public let jpeg: [UInt8]
}

/// Unpacks pictures, turns them upright and makes them as small as pages need them. Pure computation; a picture of 12 million pixels takes
/// about half a second, the largest four bytes a pixel.
public enum PictureScaler {
    /// From the narrowest to the widest.
    public static let widths = [160, 480, 960]
    public static let mostBytes = 10 << 20
    public static let mostPixels = 40_000_000
    /// Longer than this many times its other side it is no picture for a shop window.
    private static let steepest = 8
    private static let quality: Int32 = 82

    /// The picture in each of ``widths``, on white where it is transparent; of an animation the first frame.
    /// - Throws: ``PictureProblem``.
    public static func scale(_ bytes: [UInt8]) throws(PictureProblem) -> [ScaledPicture] {
        guard bytes.count <= mostBytes else { throw .tooLarge }
        guard let format = PictureFormat(bytes) else { throw .notAPicture }
        guard let head = PictureHead(bytes, format) else { throw .damaged }
        guard head.width <= mostPixels / head.height, head.width <= 65_535, head.height <= 65_535 else { throw .tooLarge }
        let longer = max(head.width, head.height)
        guard longer <= steepest * min(head.width, head.height) || longer <= widths[widths.count - 1] else {
            throw .tooNarrow
        }
        cgd_be_quiet()
        guard let image = decode(bytes, format) else { throw .damaged }
        defer { gdImageDestroy(image) }
        guard var larger = upright(image, head.orientation) else { throw .damaged }
        defer { gdImageDestroy(larger) }
        // Each from the next larger one, which is quicker and looks the same.
        var scaled: [ScaledPicture] = []
        for size in widths.reversed() {
            if Int(larger.pointee.sx) > size {
                guard let next = resample(larger, by: Double(size) / Double(larger.pointee.sx)) else { throw .damaged }
                gdImageDestroy(larger)
                larger = next
            }
            guard let picture = encode(larger, size: size) else { throw .damaged }
            scaled.insert(picture, at: 0)
        }
        return scaled
    }

    private static func decode(_ bytes: [UInt8], _ format: PictureFormat) -> gdImagePtr? {
        bytes.withUnsafeBytes { raw in
            // gd takes the bytes as mutable and only reads them.
            let start = UnsafeMutableRawPointer(mutating: raw.baseAddress)
            let count = Int32(raw.count)
            return switch format {
            case .jpeg: gdImageCreateFromJpegPtr(count, start)
            case .png: gdImageCreateFromPngPtr(count, start)
            case .webP: gdImageCreateFromWebpPtr(count, start)
            case .gif: gdImageCreateFromGifPtr(count, start)
            }
        }
    }

    /// The picture as wide as the widest that is asked for, on white, the right way up.
    private static func upright(_ image: gdImagePtr, _ orientation: Orientation) -> gdImagePtr? {
        let widest = widths[widths.count - 1]
        let stored = (width: Int(image.pointee.sx), height: Int(image.pointee.sy))
        let width = orientation.isOnSide ? stored.height : stored.width
        guard let drawn = resample(image, by: min(1, Double(widest) / Double(width))) else { return nil }
        guard orientation != .upright else { return drawn }
        defer { gdImageDestroy(drawn) }
        let (drawnWidth, drawnHeight) = (Int(drawn.pointee.sx), Int(drawn.pointee.sy))
        let (newWidth, newHeight) = orientation.isOnSide ? (drawnHeight, drawnWidth) : (drawnWidth, drawnHeight)
        guard let turned = gdImageCreateTrueColor(Int32(newWidth), Int32(newHeight)) else { return nil }
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let from = orientation.stored(x, y, width: newWidth, height: newHeight)
                gdImageSetPixel(turned, Int32(x), Int32(y), gdImageGetTrueColorPixel(drawn, Int32(from.x), Int32(from.y)))
            }
        }
        return turned
    }

    /// A new picture on white.
    private static func resample(_ image: gdImagePtr, by factor: Double) -> gdImagePtr? {
        let (width, height) = (image.pointee.sx, image.pointee.sy)
        let newWidth = max(1, Int32((Double(width) * factor).rounded()))
        let newHeight = max(1, Int32((Double(height) * factor).rounded()))
        guard let drawn = gdImageCreateTrueColor(newWidth, newHeight) else { return nil }
        gdImageFilledRectangle(drawn, 0, 0, newWidth - 1, newHeight - 1, 0xFF_FFFF)
        gdImageCopyResampled(drawn, image, 0, 0, 0, 0, newWidth, newHeight, width, height)
        return drawn
    }

    private static func encode(_ image: gdImagePtr, size: Int) -> ScaledPicture? {
        var count: Int32 = 0
        guard let packed = gdImageJpegPtr(image, &count, quality) else { return nil }
        defer { gdFree(packed) }
        guard count > 0 else { return nil }
        let jpeg = [UInt8](UnsafeRawBufferPointer(start: packed, count: Int(count)))
        return ScaledPicture(size: size, width: Int(image.pointee.sx), height: Int(image.pointee.sy), jpeg: jpeg)
    }
}
