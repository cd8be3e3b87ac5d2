// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

// The solver and the street network run without overflow and exclusivity checks in release builds
// (docs/decisions/unchecked-routing.md); their tests run in debug and in release.
let unchecked: [SwiftSetting] =
    strict + [
        .unsafeFlags(["-Ounchecked", "-enforce-exclusivity=unchecked"], .when(configuration: .release))
    ]

let package = Package(
    name: "schaufenster",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "marketplace", targets: ["Marketplace"]),
        .executable(name: "dispatch-cli", targets: ["dispatch-cli"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CEpoll"),
        // Without pkg-config: gd names flags there that are for programs that link it statically.
        .systemLibrary(name: "CGD", providers: [.apt(["libgd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .target(
            name: "Database",
            dependencies: [
                "CEpoll", "CLibPQ",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [.copy("Outbox/Migrations")],
            swiftSettings: strict),
        .target(
            name: "Accounts",
            dependencies: [
                "Database",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Migrations")],
            swiftSettings: strict),
        .target(
            name: "Catalog",
            dependencies: [
                "Accounts", "Database",
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Migrations")],
            swiftSettings: strict),
        .target(
            name: "Orders",
            dependencies: [
                "Catalog", "Accounts", "Database",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Migrations")],
            swiftSettings: strict),
        .target(name: "Routing", dependencies: ["CZlib"], swiftSettings: unchecked),
        .target(name: "Curl", dependencies: ["CCurl"], swiftSettings: strict),
        .target(name: "Pictures", dependencies: ["CGD"], swiftSettings: strict),
        .target(
            name: "Delivery",
            dependencies: [
                "Orders", "Catalog", "Accounts", "Database", "Routing", "Curl",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Migrations")],
            swiftSettings: strict),
        .executableTarget(
            name: "Marketplace",
            dependencies: [
                "Delivery", "Orders", "Catalog", "Accounts", "Database", "Routing", "Curl", "Pictures",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Web/Templates"), .copy("Web/Static"), .copy("API/openapi.json")],
            swiftSettings: strict),
        .executableTarget(
            name: "dispatch-cli",
            dependencies: [
                "Curl", "Routing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Benchmarks/Marketplace",
            swiftSettings: strict),
        .executableTarget(
            name: "StreetBenchmarks",
            dependencies: ["Routing", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Benchmarks/Streets",
            exclude: ["run.sh", "peers.py", "fuzz.sh", "cargo_ways.py"],
            swiftSettings: strict),
        .executableTarget(
            name: "DispatchBenchmarks",
            dependencies: [
                "Delivery", "Orders", "Catalog", "Accounts", "Database", "Routing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/Dispatch",
            exclude: ["run.sh", "peers.py"],
            swiftSettings: strict),

        .target(
            name: "TestSupport",
            dependencies: ["Database", .product(name: "Logging", package: "swift-log")],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(name: "DatabaseTests", dependencies: ["Database", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "PicturesTests", dependencies: ["Pictures", "CGD"], swiftSettings: strict),
        .testTarget(name: "AccountsTests", dependencies: ["Accounts", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Accounts", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "OrdersTests", dependencies: ["Orders", "Catalog", "Accounts", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "RoutingTests", dependencies: ["Routing", "TestSupport"], resources: [.copy("Streets/Fixtures")],
            swiftSettings: strict),
        .testTarget(
            name: "DeliveryTests", dependencies: ["Delivery", "Orders", "Catalog", "Accounts", "Routing", "Curl", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "MarketplaceTests",
            dependencies: [
                "Marketplace", "Curl", "Pictures", "TestSupport",
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: strict),
        .testTarget(name: "DispatchCLITests", dependencies: ["dispatch-cli", "Routing"], swiftSettings: strict),
        .testTarget(
            name: "EndToEnd", dependencies: ["Database", "TestSupport", "Marketplace", "dispatch-cli"], path: "Tests/EndToEnd",
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
