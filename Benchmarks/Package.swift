// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The benchmarks of `make bench`. A separate package, so that users of the libraries do not resolve it.

import PackageDescription

let package = Package(
  name: "swift-host-call-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-host-call", path: "..")],
  targets: [
    .target(name: "CFloor", linkerSettings: [.linkedLibrary("cbor"), .linkedLibrary("pthread")]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CFloor", .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "CBORCodec", package: "swift-host-call"),
      ],
      // Without this feature, a task with a preferred executor asks the runtime for it at each asynchronous call.
      swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
  ]
)
