import Accounts
public import Catalog
public import Database
import Foundation

extension Delivery {
    /// Writes a hub under its key.
    @discardableResult
    public func upsertHub(
        key: String, name: String, location: GeoPoint, opens: TimeOfDay, closes: TimeOfDay, bikePlaces: Int,
        description: String = ""
    ) async throws -> HubID {
        try await database.one(
            "delivery.upsertHub",
            """
            INSERT INTO delivery.hub (id, key, name, latitude, longitude, opens, closes, bike_places, description)
            VALUES (\(HubID.new()), \(key), \(name), \(location.latitude), \(location.longitude), \(opens), \(closes), \(bikePlaces),
                \(description))
            ON CONFLICT (key) DO UPDATE SET name = excluded.name, latitude = excluded.latitude, longitude = excluded.longitude,
                opens = excluded.opens, closes = excluded.closes, bike_places = excluded.bike_places,
                description = excluded.description
            RETURNING id
            """
        ).decode(HubID.self)
    }

    /// Writes a kind of bike under its key.
    public func upsertBikeType(_ type: BikeType) async throws {
        try await database.execute(
            "delivery.upsertBikeType",
            """
            INSERT INTO delivery.bike_type (key, name, payload_grams, volume_millilitres, battery_watt_hours,
                watt_hours_per_kilometre, kilometres_per_hour, width_centimetres, cost_per_hour_cents, cost_per_kilometre_cents,
                cost_per_use_cents, compartments, required_skills)
            VALUES (\(type.key), \(type.name), \(type.payload), \(type.volume), \(type.batteryWattHours),
                \(type.wattHoursPerKilometre), \(type.kilometresPerHour), \(type.widthCentimetres), \(type.costPerHour),
                \(type.costPerKilometre), \(type.costPerUse), \(type.compartments.map(\.rawValue).sorted()),
                \(type.requiredSkills.map(\.rawValue).sorted()))
            ON CONFLICT (key) DO UPDATE SET name = excluded.name, payload_grams = excluded.payload_grams,
                volume_millilitres = excluded.volume_millilitres, battery_watt_hours = excluded.battery_watt_hours,
                watt_hours_per_kilometre = excluded.watt_hours_per_kilometre, kilometres_per_hour = excluded.kilometres_per_hour,
                width_centimetres = excluded.width_centimetres, cost_per_hour_cents = excluded.cost_per_hour_cents,
                cost_per_kilometre_cents = excluded.cost_per_kilometre_cents, cost_per_use_cents = excluded.cost_per_use_cents,
                compartments = excluded.compartments, required_skills = excluded.required_skills
            """)
    }

    /// Writes a bike under its key.
    /// - Throws: ``UnknownKey`` when there is no such type or hub.
    @discardableResult
    public func upsertBike(
        key: String, name: String, typeKey: String, hubKey: String, inService: Bool = true
    ) async throws -> BikeID {
        let row = try await database.first(
            "delivery.upsertBike",
            """
            INSERT INTO delivery.bike (id, key, name, type_key, hub_id, in_service)
            SELECT \(BikeID.new()), \(key), \(name), type.key, hub.id, \(inService)
            FROM delivery.bike_type AS type, delivery.hub WHERE type.key = \(typeKey) AND hub.key = \(hubKey)
            ON CONFLICT (key) DO UPDATE SET name = excluded.name, type_key = excluded.type_key, hub_id = excluded.hub_id,
                in_service = excluded.in_service
            RETURNING id
            """)
        guard let row else { throw UnknownKey(text: "bike \(key): there is no type \(typeKey) or no hub \(hubKey)") }
        return try row.decode(BikeID.self)
    }

    /// Writes a rider under their key.
    /// - Throws: ``UnknownKey`` when there is no such hub.
    @discardableResult
    public func upsertRider(
        key: String, name: String, email: String? = nil, hubKey: String, skills: Set<Skill>, weeklyMinutes: Int
    ) async throws -> RiderID {
        let row = try await database.first(
            "delivery.upsertRider",
            """
            INSERT INTO delivery.rider (id, key, name, email, hub_id, skills, weekly_minutes)
            SELECT \(RiderID.new()), \(key), \(name), \(email), hub.id, \(skills.map(\.rawValue).sorted()), \(weeklyMinutes)
            FROM delivery.hub WHERE hub.key = \(hubKey)
            ON CONFLICT (key) DO UPDATE SET name = excluded.name, email = excluded.email, hub_id = excluded.hub_id,
                skills = excluded.skills, weekly_minutes = excluded.weekly_minutes
            RETURNING id
            """)
        guard let row else { throw UnknownKey(text: "rider \(key): there is no hub \(hubKey)") }
        return try row.decode(RiderID.self)
    }

    /// The hubs by name.
    public func hubs(in queryable: (any Queryable)? = nil) async throws -> [MicroHub] {
        try await (queryable ?? database).query(
            "delivery.hubs",
            """
            SELECT id, key, name, latitude, longitude, opens, closes, bike_places, description FROM delivery.hub ORDER BY name, id
            """
        ).map { row in
            let (id, key, name, latitude, longitude, opens, closes, places, description) = try row.decode(
                HubID.self, String.self, String.self, Double.self, Double.self, TimeOfDay.self, TimeOfDay.self, Int.self,
                String.self)
            return MicroHub(
                id: id, key: key, name: name, location: try geoPoint(latitude, longitude), opens: opens, closes: closes,
                bikePlaces: places, description: description)
        }
    }

    /// The bikes by key, those in the workshop too.
    public func bikes(in queryable: (any Queryable)? = nil) async throws -> [Bike] {
        try await (queryable ?? database).query(
            "delivery.bikes",
            """
            SELECT bike.id, bike.key, bike.name, bike.hub_id, bike.in_service, type.key, type.name, payload_grams,
                volume_millilitres, battery_watt_hours, watt_hours_per_kilometre, kilometres_per_hour, width_centimetres,
                cost_per_hour_cents, cost_per_kilometre_cents, cost_per_use_cents, compartments, required_skills
            FROM delivery.bike JOIN delivery.bike_type AS type ON type.key = bike.type_key ORDER BY bike.key
            """
        ).map { row in
            let (
                id, key, name, hubID, inService, typeKey, typeName, payload, volume, battery, consumption, speed, width, perHour,
                perKilometre, perUse, compartments, skills
            ) = try row.decode(
                BikeID.self, String.self, String.self, HubID.self, Bool.self, String.self, String.self, Grams.self,
                Millilitres.self,
                Int.self, Double.self, Double.self, Int.self, Cents.self, Cents.self, Cents.self, [String].self, [String].self)
            return Bike(
                id: id, key: key, name: name,
                type: BikeType(
                    key: typeKey, name: typeName, payload: payload, volume: volume, batteryWattHours: battery,
                    wattHoursPerKilometre: consumption, kilometresPerHour: speed, widthCentimetres: width, costPerHour: perHour,
                    costPerKilometre: perKilometre, costPerUse: perUse,
                    compartments: Set(compartments.compactMap(Compartment.init(rawValue:))),
                    requiredSkills: Set(skills.map(Skill.init(rawValue:)))),
                hubID: hubID, inService: inService)
        }
    }

    /// A coordinate from two columns, which the schema keeps on the earth.
    func geoPoint(_ latitude: Double, _ longitude: Double) throws -> GeoPoint {
        guard let point = GeoPoint(latitude: latitude, longitude: longitude) else {
            throw DatabaseError(.decoding, "\(latitude), \(longitude) is no place on the earth")
        }
        return point
    }
}

/// What was named by its key does not exist.
public struct UnknownKey: Error, Hashable, Sendable, CustomStringConvertible {
    let text: String
    public var description: String { text }
}
