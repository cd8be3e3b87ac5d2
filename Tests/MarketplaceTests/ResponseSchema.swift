import Foundation
import Testing

@testable import Marketplace

/// Holds an answer against its schema in the OpenAPI document: required fields, types, enumerations; nothing undescribed.
struct ResponseSchema {
    private let document: [String: Any]

    init() throws {
        document = try #require(JSONSerialization.jsonObject(with: try ServiceEndpoints.openAPIDocument()) as? [String: Any])
    }

    /// What is wrong with the answer to an operation, by field; empty if nothing is.
    func problems(_ json: Any?, method: String, path: String, status: Int) -> [String] {
        let operation = value(["paths", path, method.lowercased()]) as? [String: Any]
        let responses = operation?["responses"] as? [String: [String: Any]]
        guard let response = responses?[String(status)] else { return ["status \(status) of \(method) \(path) is not described"] }
        guard let content = response["content"] as? [String: [String: Any]], let schema = content.values.first?["schema"] else {
            return []
        }
        return check(json, schema as? [String: Any] ?? [:], at: "")
    }

    /// The same for a value that is not an answer by itself, such as an event's.
    func problems(_ json: Any?, schema name: String) -> [String] {
        check(json, value(["components", "schemas", name]) as? [String: Any] ?? ["type": "null"], at: "")
    }

    private func value(_ path: [String]) -> Any? {
        path.reduce(document as Any?) { ($0 as? [String: Any])?[$1] }
    }

    private func check(_ json: Any?, _ schema: [String: Any], at path: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            let parts = reference.dropFirst(2).split(separator: "/").map(String.init)
            return check(json, value(parts) as? [String: Any] ?? [:], at: path)
        }
        if let options = schema["anyOf"] as? [[String: Any]] {
            let found = options.map { check(json, $0, at: path) }
            return found.contains { $0.isEmpty } ? [] : found.first ?? []
        }
        if let parts = schema["allOf"] as? [[String: Any]] {
            return parts.flatMap { check(json, $0, at: path) }.filter { !$0.contains("undescribed") }
        }
        let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { isOf($0, json) }) {
            return ["\(path): \(json.map { "\($0)" } ?? "nothing") is no \(types.joined(separator: " or "))"]
        }
        if let allowed = schema["enum"] as? [AnyHashable], let given = json as? AnyHashable, !allowed.contains(given) {
            return ["\(path): \(given) is not among \(allowed)"]
        }
        if let list = json as? [Any] {
            let items = schema["items"] as? [String: Any] ?? [:]
            return list.enumerated().flatMap { check($1, items, at: "\(path)[\($0)]") }
        }
        guard let object = json as? [String: Any], let properties = schema["properties"] as? [String: [String: Any]] else {
            return []
        }
        let required = schema["required"] as? [String] ?? []
        var problems: [String] = []
        for (name, property) in properties {
            if let value = object[name] {
                problems += check(value, property, at: "\(path).\(name)")
            } else if required.contains(name),
                !(((property["type"] as? [String])?.contains("null") ?? false) || property["anyOf"] != nil)
            {
                problems.append("\(path).\(name) is missing")
            }
        }
        problems += object.keys.filter { properties[$0] == nil }.map { "\(path).\($0) is undescribed" }
        return problems
    }

    private func isOf(_ type: String, _ json: Any?) -> Bool {
        switch type {
        case "null": json == nil || json is NSNull
        case "string": json is String
        case "integer": (json as? NSNumber).map { !isBoolean($0) && $0.doubleValue.rounded() == $0.doubleValue } ?? false
        case "number": (json as? NSNumber).map { !isBoolean($0) } ?? false
        case "boolean": (json as? NSNumber).map(isBoolean) ?? (json is Bool)
        case "array": json is [Any]
        case "object": json is [String: Any]
        default: false
        }
    }

    private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
