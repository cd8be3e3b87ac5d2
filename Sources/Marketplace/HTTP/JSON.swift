import Catalog
import Foundation
import HTTPTypes
import Hummingbird

/// How the API reads and writes JSON: ISO 8601 times in UTC, keys as declared.
enum JSON {
    /// Encoders are classes: each use makes its own, which costs less than a lock.
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return encoder
    }

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }

    /// A JSON answer.
    /// - Parameter language: of the sentences in it.
    static func response(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, language: Language = .german
    ) throws -> Response {
        let encoder = encoder
        encoder.userInfo[.reportLanguage] = language
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }

    /// Reads a request's body.
    /// - Throws: ``ProblemDetails`` that name the field at fault.
    static func decode<Value: Decodable>(_ type: Value.Type, from request: Request, upTo limit: Int = 1 << 20) async throws
        -> Value
    {
        try decode(type, from: try await request.bytes(upTo: limit))
    }

    /// Reads a request's body; `nil` when it is empty.
    /// - Throws: ``ProblemDetails`` that name the field at fault.
    static func decodeIfPresent<Value: Decodable>(_ type: Value.Type, from request: Request) async throws -> Value? {
        let body = try await request.bytes(upTo: 1 << 16)
        return body.isEmpty ? nil : try decode(type, from: body)
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, from body: Data) throws -> Value {
        do {
            return try decoder.decode(type, from: body)
        } catch let error as DecodingError {
            throw badBody(error)
        }
    }

    private static func badBody(_ error: DecodingError) -> ProblemDetails {
        func problem(_ path: [any CodingKey], _ detail: String) -> ProblemDetails {
            let field = path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
            return ProblemDetails(
                .badRequest, code: "bad-body", detail: field.isEmpty ? detail : "\(field): \(detail)",
                errors: field.isEmpty ? nil : [.init(field: field, detail: detail)])
        }
        switch error {
        case .keyNotFound(let key, let context): return problem(context.codingPath + [key], "this field is missing.")
        case .valueNotFound(_, let context): return problem(context.codingPath, "this field must not be null.")
        case .typeMismatch(let type, let context): return problem(context.codingPath, "a value of type \(type) is expected.")
        case .dataCorrupted(let context):
            return problem(context.codingPath, context.codingPath.isEmpty ? "The body is not JSON." : context.debugDescription)
        @unknown default: return problem([], "The body is not what is expected.")
        }
    }
}

extension Language {
    /// English for those who ask for English before German, German for everyone else.
    init(preferredBy request: Request) {
        let wanted = request.headers[.acceptLanguage]?.lowercased() ?? ""
        let english = wanted.range(of: "en")?.lowerBound
        let german = wanted.range(of: "de")?.lowerBound
        self = english.map { english in german.map { english < $0 } ?? true } ?? false ? .english : .german
    }
}
