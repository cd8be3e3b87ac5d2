/// A PostgreSQL type by its object identifier, with that of its array type and its name in SQL.
///
/// The numbers are fixed in PostgreSQL's `pg_type.dat`.
public struct DatabaseType: Hashable, Sendable {
    public let oid: UInt32
    public let arrayOID: UInt32
    public let name: String

    public init(oid: UInt32, arrayOID: UInt32, name: String) {
        self.oid = oid
        self.arrayOID = arrayOID
        self.name = name
    }

    public static func == (left: DatabaseType, right: DatabaseType) -> Bool { left.oid == right.oid }
    public func hash(into hasher: inout Hasher) { hasher.combine(oid) }

    public static let bool = DatabaseType(oid: 16, arrayOID: 1000, name: "bool")
    public static let bytea = DatabaseType(oid: 17, arrayOID: 1001, name: "bytea")
    public static let name = DatabaseType(oid: 19, arrayOID: 1003, name: "name")
    public static let int8 = DatabaseType(oid: 20, arrayOID: 1016, name: "int8")
    public static let int2 = DatabaseType(oid: 21, arrayOID: 1005, name: "int2")
    public static let int4 = DatabaseType(oid: 23, arrayOID: 1007, name: "int4")
    public static let text = DatabaseType(oid: 25, arrayOID: 1009, name: "text")
    public static let json = DatabaseType(oid: 114, arrayOID: 199, name: "json")
    public static let float4 = DatabaseType(oid: 700, arrayOID: 1021, name: "float4")
    public static let float8 = DatabaseType(oid: 701, arrayOID: 1022, name: "float8")
    public static let unknown = DatabaseType(oid: 705, arrayOID: 0, name: "unknown")
    public static let bpchar = DatabaseType(oid: 1042, arrayOID: 1014, name: "bpchar")
    public static let varchar = DatabaseType(oid: 1043, arrayOID: 1015, name: "varchar")
    public static let date = DatabaseType(oid: 1082, arrayOID: 1182, name: "date")
    public static let timestamp = DatabaseType(oid: 1114, arrayOID: 1115, name: "timestamp")
    public static let timestamptz = DatabaseType(oid: 1184, arrayOID: 1185, name: "timestamptz")
    public static let numeric = DatabaseType(oid: 1700, arrayOID: 1231, name: "numeric")
    public static let uuid = DatabaseType(oid: 2950, arrayOID: 2951, name: "uuid")
    public static let jsonb = DatabaseType(oid: 3802, arrayOID: 3807, name: "jsonb")

    private static let known: [UInt32: String] = {
        let types: [DatabaseType] = [
            bool, bytea, name, int8, int2, int4, text, json, float4, float8, unknown, bpchar, varchar, date, timestamp,
            timestamptz, numeric, uuid, jsonb,
        ]
        var names = [18: "char", 26: "oid", 1083: "time", 1186: "interval", 2278: "void"] as [UInt32: String]
        for type in types {
            names[type.oid] = type.name
            if type.arrayOID != 0 { names[type.arrayOID] = type.name + "[]" }
        }
        return names
    }()

    /// The name for people of the type with this identifier.
    static func name(of oid: UInt32) -> String { known[oid] ?? "type \(oid)" }
}
