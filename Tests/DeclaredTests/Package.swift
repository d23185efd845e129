// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The tests of declarations with macros: a package of its own, since they need the trait.

import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

let package = Package(
  name: "swift-host-call-declared-tests",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-host-call", path: "../..", traits: ["Macros"])],
  targets: [
    .testTarget(
      name: "DeclaredTests",
      dependencies: [
        .product(name: "CBORCodec", package: "swift-host-call"), .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "HostCallTesting", package: "swift-host-call"),
      ],
      swiftSettings: strict)
  ]
)
