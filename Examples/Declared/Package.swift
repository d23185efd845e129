// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
  name: "Greenhouse",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-host-call", path: "../..", traits: ["Macros"])],
  targets: [
    .target(name: "GreenhouseCore", dependencies: [.product(name: "HostCall", package: "swift-host-call")]),
    .executableTarget(
      name: "Greenhouse",
      dependencies: ["GreenhouseCore", .product(name: "HostCall", package: "swift-host-call")]),
    .testTarget(
      name: "GreenhouseCoreTests",
      dependencies: ["GreenhouseCore", .product(name: "HostCall", package: "swift-host-call")]),
  ]
)
