// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CompilerPluginSupport
import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

// What HostCallGRPC needs; resolved and built only with the trait GRPC.
let grpc: [Target.Dependency] = [
  .product(name: "GRPCCore", package: "grpc-swift-2", condition: .when(traits: ["GRPC"])),
  .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport", condition: .when(traits: ["GRPC"])),
  .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["GRPC"])),
  .product(name: "NIOHPACK", package: "swift-nio-http2", condition: .when(traits: ["GRPC"])),
  .product(name: "NIOHTTP2", package: "swift-nio-http2", condition: .when(traits: ["GRPC"])),
  .product(name: "SwiftASN1", package: "swift-asn1", condition: .when(traits: ["GRPC"])),
  .product(name: "X509", package: "swift-certificates", condition: .when(traits: ["GRPC"])),
]
let grpcTests: [Target.Dependency] = [
  .product(name: "NIOEmbedded", package: "swift-nio", condition: .when(traits: ["GRPC"])),
  .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["GRPC"])),
]

// What HostCallObservability needs; resolved and built only with the trait Observability.
let observability: [Target.Dependency] = [
  .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Observability"])),
  .product(name: "CoreMetrics", package: "swift-metrics", condition: .when(traits: ["Observability"])),
  .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Observability"])),
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["Observability"])),
]

// What the macros need; resolved and built only with the trait Macros.
let syntax: [Target.Dependency] = [
  "SwiftCompilerPlugin", "SwiftDiagnostics", "SwiftParser", "SwiftSyntax", "SwiftSyntaxBuilder", "SwiftSyntaxMacros",
].map { .product(name: $0, package: "swift-syntax", condition: .when(traits: ["Macros"])) }

let package = Package(
  name: "swift-host-call",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "HostCall", targets: ["HostCall"]),
    .library(name: "HostBridgeCore", targets: ["HostBridgeCore", "CHostBridge"]),
    .library(name: "CBORCodec", targets: ["CBORCodec"]),
    .library(name: "HostCallTesting", targets: ["HostCallTesting"]),
    .library(name: "HostCallGRPC", targets: ["HostCallGRPC"]),
    .library(name: "HostCallObservability", targets: ["HostCallObservability"]),
    .plugin(name: "BuildHostLibrary", targets: ["BuildHostLibrary"]),
  ],
  traits: [
    .trait(
      name: "GRPC",
      description: "HostCallGRPC: the same calls across machines. Off by default: gRPC takes minutes to build."),
    .trait(
      name: "Observability",
      description: "HostCallObservability: logs, metrics, traces and services. Off by default: it has dependencies."),
    .trait(
      name: "Macros",
      description: "@HostCodable and @HostInterface. Off by default: swift-syntax takes minutes to build."),
  ],
  dependencies: [
    // Within a minor version, since HostCallGRPC works around what these do inside: see
    // docs/decisions/0013-grpc-swift.md.
    .package(url: "https://github.com/grpc/grpc-swift-2", .upToNextMinor(from: "2.4.3")),
    .package(url: "https://github.com/grpc/grpc-swift-nio-transport", .upToNextMinor(from: "2.9.2")),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CCBOR",
      path: "CCBOR",
      pkgConfig: "libcbor",
      providers: [.apt(["libcbor-dev"]), .brew(["libcbor"])]
    ),
    .target(name: "CHostBridge"),
    .target(name: "CBridgePlatform", dependencies: ["CHostBridge"]),
    .target(name: "CBORCodec", dependencies: ["CCBOR"], swiftSettings: strict),
    .target(name: "HostBridgeCore", dependencies: ["CHostBridge", "CBridgePlatform"], swiftSettings: strict),
    .target(
      name: "HostCall",
      dependencies: [
        "CHostBridge", "HostBridgeCore", "CBORCodec",
        .target(name: "HostCallMacros", condition: .when(traits: ["Macros"])),
      ],
      swiftSettings: strict),
    // Without the trait Macros, a program that does nothing. Its tests are packages of their own, Tests/MacroTests and
    // Tests/DeclaredTests.
    .macro(name: "HostCallMacros", dependencies: syntax, swiftSettings: strict),
    .target(
      name: "HostCallTesting", dependencies: ["CBORCodec", "HostBridgeCore", "HostCall"], swiftSettings: strict),
    .target(
      name: "HostCallGRPC", dependencies: ["HostBridgeCore", "HostCall"] + grpc, swiftSettings: strict),
    // Empty without the trait Observability; knows gRPC's server and transport only with the trait GRPC too. Its tests
    // are a package of their own, Tests/ObservabilityTests.
    .target(
      name: "HostCallObservability",
      dependencies: [
        "HostBridgeCore", "HostCall", .target(name: "HostCallGRPC", condition: .when(traits: ["GRPC"])),
      ] + observability,
      swiftSettings: strict),
    // `swift package build-host-library`, built when it is first used.
    .plugin(
      name: "BuildHostLibrary",
      capability: .command(
        intent: .custom(
          verb: "build-host-library", description: "Builds a library for hosts without Swift; --help lists its options."
        ),
        permissions: [.writeToPackageDirectory(reason: "The library and what hosts need are written to `dist`.")])),
    .target(
      name: "Fixtures", path: "Fixtures", exclude: ["README.md", "profile_core"],
      resources: [.copy("rfc8949"), .copy("malformed"), .copy("specifications"), .copy("descriptor")],
      swiftSettings: strict),
    .target(name: "FuzzProperties", dependencies: ["CBORCodec"], path: "Fuzzing/Properties", swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .target(name: "CCodecMeter", dependencies: ["CCBOR"], path: "Tests/CCodecMeter"),
    .testTarget(
      name: "CBORCodecTests",
      dependencies: ["CBORCodec", "CCBOR", "CCodecMeter", "Fixtures", "FuzzProperties", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "HostBridgeCoreTests", dependencies: ["HostBridgeCore", "CHostBridge", "HostCallTesting", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "HostCallTests",
      dependencies: ["CBORCodec", "Fixtures", "HostBridgeCore", "HostCall", "HostCallTesting", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "HostCallTestingTests", dependencies: ["HostBridgeCore", "HostCall", "HostCallTesting", "TestSupport"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    // Empty without the trait GRPC.
    .testTarget(
      name: "HostCallGRPCTests",
      dependencies: ["CBORCodec", "HostBridgeCore", "HostCall", "HostCallGRPC", "TestSupport"] + grpc + grpcTests,
      swiftSettings: strict),
    .testTarget(
      name: "DocumentationTests", dependencies: ["CBORCodec", "HostCall", "HostCallTesting"],
      exclude: ["Snippets/Fixtures", "FirstHostInC", "GettingStarted", "C", "Python"]),
  ]
)

// `make test-remote` builds only the tests that need gRPC, since the others take minutes to compile.
if let only = Context.environment["HOSTCALL_TEST_TARGET"], !only.isEmpty {
  precondition(package.targets.contains { $0.name == only }, "HOSTCALL_TEST_TARGET: there is no target \(only)")
  package.targets.removeAll { $0.type == .test && $0.name != only }
}
