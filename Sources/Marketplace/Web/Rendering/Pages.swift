import Foundation
import HTTPTypes
import Hummingbird
import Mustache

/// Renders the pages for people from the templates.
///
/// A template sees two things: `frame`, what the layout shows around every page (``PageFrame``), and `page`, a value of the page's own
/// type with the names of the template as its stored properties.
struct Pages: Sendable {
    /// Files that the pages refer to.
    let staticFiles: StaticFiles
    /// The script for maps that one can move about in.
    let leaflet: LeafletFiles
    private let library: MustacheLibrary

    /// Reads all templates and static files.
    /// - Throws: where a template is broken, with its name.
    init() async throws {
        guard let folder = Bundle.module.url(forResource: "Templates", withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        staticFiles = try StaticFiles()
        leaflet = LeafletFiles()
        HTMLText.register()
        var library = MustacheLibrary()
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "mustache" {
            let name = file.deletingPathExtension().lastPathComponent
            do {
                // Every template begins anew with Mustache's own escaping, so every one is told.
                let text = HTMLText.pragma + (try String(contentsOf: file, encoding: .utf8))
                try library.register(text, named: name)
            } catch {
                throw TemplateError(template: name, reason: "\(error)")
            }
        }
        self.library = library
    }

    /// A page.
    /// - Parameters:
    ///   - name: the template's name.
    ///   - frame: what the layout shows around the page.
    ///   - page: what the page itself shows.
    func render(_ name: String, _ frame: PageFrame, _ page: Any, status: HTTPResponse.Status = .ok) throws -> Response {
        let values: [String: Any] = ["frame": frame, "page": page, "styleVersion": staticFiles.styleVersion]
        guard let html = library.render(values, withTemplate: name) else {
            throw TemplateError(template: name, reason: "it is missing")
        }
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// The page for an error.
    func error(_ problem: ProblemDetails) throws -> Response {
        try render("error", PageFrame(), ErrorPage(problem), status: HTTPResponse.Status(code: problem.status))
    }
}

struct TemplateError: Error, CustomStringConvertible {
    var template: String
    var reason: String

    var description: String { "The template '\(template)' cannot be used: \(reason)." }
}
