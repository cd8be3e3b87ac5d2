extension String: DatabaseCodable {
    public static var databaseType: DatabaseType { .text }

    /// - Throws: for text with a NUL character, which PostgreSQL cannot store.
    public func encode(into bytes: inout [UInt8]) throws -> Presence {
        let start = bytes.count
        bytes.append(contentsOf: utf8)
        guard !bytes[start...].contains(0) else {
            bytes.removeSubrange(start...)
            throw DatabaseValue.Mismatch("PostgreSQL cannot store text that contains a NUL character")
        }
        return .value
    }

    /// Takes every type whose binary form is its text: `text`, `varchar`, `char(n)`, `name`, `json`, enum types and `citext`.
    public static func decode(_ value: DatabaseValue) throws -> String {
        let bytes = try value.present(as: String.self)
        guard isText(value.type) else { throw value.mismatch(String.self) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isText(_ type: UInt32) -> Bool {
        switch type {
        case DatabaseType.text.oid, DatabaseType.varchar.oid, DatabaseType.bpchar.oid, DatabaseType.name.oid,
            DatabaseType.unknown.oid, DatabaseType.json.oid, 18, 142:
            true
        default:
            // From 16384 on types are the installation's own: enums, citext. None of ours has another binary form.
            type >= 16384
        }
    }
}
