import Foundation

/// Writes a result to a file, or to standard output for `nil` or `-`.
///
/// A file is there whole or not at all; a device or a pipe (`/dev/null`) is written to and stays what it is.
func writeResult(_ text: String, to path: String?) throws {
    guard let path, path != "-" else { return Output.standardOutput.write(text) }
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    let isOther = kind != nil && kind != .typeRegular && kind != .typeSymbolicLink
    do {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: isOther ? [] : .atomic)
    } catch {
        throw Failure.notDone("\(path) cannot be written (\(error.localizedDescription)).")
    }
}
