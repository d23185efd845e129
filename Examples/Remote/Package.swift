// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
  name: "Remote",
  platforms: [.macOS(.v26)],
  dependencies: [
    // With the second trait only because its build is that of Examples/Service, so that gRPC is built once.
    .package(name: "swift-host-call", path: "../..", traits: ["GRPC", "Observability"]),
    .package(name: "ProfileCore", path: "../ProfileCore"),
    // For its product `hostcall`, which is the server of `make demo-remote`: gRPC is then built once for both.
    .package(name: "hostcall-tool", path: "../../Tool", traits: ["GRPC"]),
  ],
  targets: [
    .executableTarget(
      name: "RemoteCore",
      dependencies: [
        .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "HostCallGRPC", package: "swift-host-call"),
        .product(name: "ProfileCalls", package: "ProfileCore"),
      ])
  ]
)
