import CZlib
import Foundation

/// A file of flat arrays that is used where it lies: a header, a table of sections, the sections, and a check sum over all.
///
/// Numbers are little-endian. The version changes whenever the meaning of a section does.
enum GraphArchive {
    /// Why a stored graph cannot be used, in one sentence.
    struct Broken: Error, CustomStringConvertible {
        var description: String
    }

    static let magic: [UInt8] = Array("STREETS\u{1A}".utf8)
    static let version: UInt32 = 1

    private static let headerSize = 32
    private static let entrySize = 24
    private static let alignment = 64

    // MARK: - Writing

    /// Collects sections and lays them out.
    struct Writer {
        private var entries: [(section: UInt32, elementSize: Int, bytes: [UInt8])] = []

        mutating func add<Element: BitwiseCopyable>(_ elements: [Element], as section: some RawRepresentable<UInt32>) {
            let bytes = elements.withUnsafeBytes { Array($0) }
            entries.append((section.rawValue, MemoryLayout<Element>.stride, bytes))
        }

        /// The whole file in memory.
        func finish() -> GraphMemory {
            var offset = aligned(headerSize + entries.count * entrySize)
            var offsets: [Int] = []
            for entry in entries {
                offsets.append(offset)
                offset = aligned(offset + entry.bytes.count)
            }
            let memory = GraphMemory(size: offset)
            let base = memory.mutableBytes
            base.copyBytes(from: magic)
            base.storeBytes(of: version.littleEndian, toByteOffset: 8, as: UInt32.self)
            base.storeBytes(of: UInt32(entries.count).littleEndian, toByteOffset: 12, as: UInt32.self)
            base.storeBytes(of: UInt64(offset).littleEndian, toByteOffset: 16, as: UInt64.self)
            for (index, entry) in entries.enumerated() {
                let at = headerSize + index * entrySize
                base.storeBytes(of: entry.section.littleEndian, toByteOffset: at, as: UInt32.self)
                base.storeBytes(of: UInt32(entry.elementSize).littleEndian, toByteOffset: at + 4, as: UInt32.self)
                base.storeBytes(of: UInt64(offsets[index]).littleEndian, toByteOffset: at + 8, as: UInt64.self)
                base.storeBytes(of: UInt64(entry.bytes.count).littleEndian, toByteOffset: at + 16, as: UInt64.self)
                UnsafeMutableRawBufferPointer(rebasing: base[offsets[index]...]).copyBytes(from: entry.bytes)
            }
            base.storeBytes(of: checkSum(memory.bytes).littleEndian, toByteOffset: 24, as: UInt32.self)
            return memory
        }

        private func aligned(_ offset: Int) -> Int {
            (offset + alignment - 1) / alignment * alignment
        }
    }

    // MARK: - Reading

    /// Finds sections in a file that has been checked.
    struct Reader {
        private let bytes: UnsafeRawBufferPointer
        private var places: [UInt32: (offset: Int, count: Int, elementSize: Int)] = [:]

        /// - Throws: ``Broken`` unless every byte is as it was written.
        init(_ memory: GraphMemory) throws(Broken) {
            bytes = memory.bytes
            guard bytes.count >= headerSize, bytes.prefix(8).elementsEqual(magic) else {
                throw Broken(description: "this is not a street graph (its first bytes are different)")
            }
            let found = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
            guard found == version else {
                throw Broken(
                    description:
                        "the street graph has format \(found), this program reads format \(version): import the extract again")
            }
            let size = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            guard size == UInt64(bytes.count) else {
                throw Broken(
                    description: "the street graph should have \(size) bytes but has \(bytes.count): import the extract again")
            }
            let sum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt32.self))
            guard sum == checkSum(bytes) else {
                throw Broken(description: "the street graph is damaged (its check sum differs): import the extract again")
            }
            let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
            guard headerSize + count * entrySize <= bytes.count else {
                throw Broken(description: "the street graph has no table of sections")
            }
            for index in 0..<count {
                let at = headerSize + index * entrySize
                let section = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
                let elementSize = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self))
                let offset = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))
                let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self))
                guard elementSize > 0, offset % 8 == 0, offset <= size, length <= size - offset, length % UInt64(elementSize) == 0
                else {
                    throw Broken(description: "a section of the street graph lies outside the file")
                }
                places[section] = (Int(offset), Int(length) / Int(elementSize), Int(elementSize))
            }
        }

        /// A section that was added later without a change to the others: files without it are as good.
        func sectionIfPresent<Element: BitwiseCopyable>(
            _ section: some RawRepresentable<UInt32>, of type: Element.Type = Element.self
        ) throws(Broken) -> UnsafeBufferPointer<Element> {
            places[section.rawValue] == nil ? UnsafeBufferPointer(start: nil, count: 0) : try self.section(section)
        }

        func section<Element: BitwiseCopyable>(
            _ section: some RawRepresentable<UInt32>, of type: Element.Type = Element.self
        ) throws(Broken) -> UnsafeBufferPointer<Element> {
            guard let place = places[section.rawValue], place.elementSize == MemoryLayout<Element>.stride else {
                throw Broken(description: "the street graph lacks the section \(section)")
            }
            let start = UnsafeRawBufferPointer(rebasing: bytes[place.offset..<place.offset + place.count * place.elementSize])
            return start.bindMemory(to: Element.self)
        }
    }

    /// CRC-32 of everything but the sum's own field.
    private static func checkSum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let start = bytes.bindMemory(to: UInt8.self)
        var sum = crc32_z(0, start.baseAddress, 24)
        if bytes.count > 28 { sum = crc32_z(sum, start.baseAddress.map { $0 + 28 }, bytes.count - 28) }
        return UInt32(truncatingIfNeeded: sum)
    }
}
