// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The programs of the failure laboratory, `make chaos`. A package of its own, since a server has to be a process that
// the laboratory can kill. It has the traits of the other packages in the same build folder, so that gRPC is built
// once.

import PackageDescription

let package = Package(
  name: "swift-host-call-chaos",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-host-call", path: "../..", traits: ["GRPC", "Observability"])],
  targets: [
    .executableTarget(
      name: "ChaosPeer",
      dependencies: [
        .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "HostCallGRPC", package: "swift-host-call"),
      ])
  ]
)
