// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The fuzzers of `make fuzz`; README.md describes them. The properties are also a target of the main package, whose
// tests check them on a few thousand inputs.

import PackageDescription

let package = Package(
  name: "swift-host-call-fuzzing",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-host-call", path: "..")],
  targets: [
    .target(
      name: "FuzzProperties", dependencies: [.product(name: "CBORCodec", package: "swift-host-call")],
      path: "Properties"),
    .target(name: "CMeter"),
    .target(name: "FuzzCBOR", dependencies: ["FuzzProperties", "CMeter"]),
    .target(
      name: "FuzzInterface", dependencies: [.product(name: "HostBridgeCore", package: "swift-host-call")]),
    .target(name: "FuzzNotation", dependencies: ["FuzzProperties", "CMeter"]),
  ]
)
