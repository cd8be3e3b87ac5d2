import Foundation

/// The bytes of a street graph: a mapped file, or memory of our own while an import has just made it.
///
/// `@unchecked Sendable`: the bytes are written only before the object is shared; from then on they are only read.
final class GraphMemory: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    /// Zeroed memory to be filled.
    init(size: Int) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        bytes = UnsafeRawBufferPointer(memory)
        isMapped = false
    }

    /// A file, mapped into memory.
    init(path: String) throws(GraphArchive.Broken) {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw GraphArchive.Broken(description: "there is no such street graph") }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard size > 0, let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw GraphArchive.Broken(description: "the file is empty or cannot be mapped into memory")
        }
        bytes = UnsafeRawBufferPointer(start: base, count: size)
        isMapped = true
    }

    /// As the file's header has it.
    var checkSum: UInt32 { UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt32.self)) }

    var mutableBytes: UnsafeMutableRawBufferPointer {
        precondition(!isMapped, "a mapped file is read only")
        return UnsafeMutableRawBufferPointer(mutating: bytes)
    }

    /// Replaces the file in one step, so that a reader never sees half of it.
    func write(to path: String) throws(GraphArchive.Broken) {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw GraphArchive.Broken(
                description: "the street graph cannot be written (\(error.localizedDescription))")
        }
    }

    deinit {
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        } else {
            bytes.deallocate()
        }
    }
}
