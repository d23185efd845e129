// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

// A separate package, so that users of the libraries do not resolve the tool's dependencies: see
// docs/decisions/0020-the-tool-is-a-package.md.
let package = Package(
  name: "hostcall-tool",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "hostcall", targets: ["hostcall"])],
  traits: [
    .trait(name: "GRPC", description: "`hostcall serve` and `--server`. Off by default: gRPC takes minutes to build.")
  ],
  dependencies: [
    .package(name: "swift-host-call", path: "..", traits: [.trait(name: "GRPC", condition: .when(traits: ["GRPC"]))]),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // What `hostcall generate` writes, without files and libraries.
    .target(
      name: "HostCallGenerator",
      dependencies: [.product(name: "HostCall", package: "swift-host-call")],
      swiftSettings: strict),
    .target(
      name: "HostCallTool",
      dependencies: [
        "HostCallGenerator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "CBORCodec", package: "swift-host-call"),
        .product(name: "HostBridgeCore", package: "swift-host-call"),
        .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "HostCallGRPC", package: "swift-host-call", condition: .when(traits: ["GRPC"])),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "hostcall",
      dependencies: ["HostCallTool"],
      swiftSettings: strict,
      // Where `make tool` puts Swift's libraries inside, the tool would export all of its functions, and a library that
      // it loads would find them in place of its own. Unlike the default, lld does not warn of what Foundation calls.
      linkerSettings: [
        .unsafeFlags(["-use-ld=lld", "-Xlinker", "--no-export-dynamic"], .when(platforms: [.linux]))
      ]),
    .testTarget(
      name: "HostCallGeneratorTests",
      dependencies: [
        "HostCallGenerator", "HostCallTool", .product(name: "HostCall", package: "swift-host-call"),
      ],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "HostCallToolTests",
      dependencies: [
        "HostCallGenerator", "HostCallTool", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "CBORCodec", package: "swift-host-call"),
        .product(name: "HostCall", package: "swift-host-call"),
      ],
      exclude: ["New/Accounts"],
      swiftSettings: strict),
  ]
)
