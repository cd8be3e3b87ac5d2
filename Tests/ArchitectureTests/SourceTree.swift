import Foundation

/// The project's own files, found from this one.
enum SourceTree {
    struct File {
        var path: String
        var text: String
        var name: String { (path as NSString).lastPathComponent }
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All files below a folder with an ending, by path.
    static func files(under folder: String, endingWith ending: String) throws -> [File] {
        let base = root.appendingPathComponent(folder)
        guard let names = FileManager.default.enumerator(atPath: base.path) else { return [] }
        var files: [File] = []
        for case let name as String in names where name.hasSuffix(ending) {
            let path = base.appendingPathComponent(name)
            files.append(File(path: "\(folder)/\(name)", text: try String(contentsOf: path, encoding: .utf8)))
        }
        return files.sorted { $0.path < $1.path }
    }
}
