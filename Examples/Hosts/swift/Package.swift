// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
  name: "SwiftHost",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "swift-host-call", path: "../../.."),
    .package(name: "ProfileCore", path: "../../ProfileCore"),
  ],
  targets: [
    .executableTarget(
      name: "SwiftHost",
      dependencies: [
        .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "ProfileCalls", package: "ProfileCore"),
      ])
  ]
)
