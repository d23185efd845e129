// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// Separate from the other benchmarks, since gRPC takes minutes to build.
let package = Package(
  name: "RemoteBenchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "swift-host-call", path: "../..", traits: ["GRPC"]),
    .package(url: "https://github.com/grpc/grpc-swift-2", .upToNextMinor(from: "2.4.3")),
    .package(url: "https://github.com/grpc/grpc-swift-nio-transport", .upToNextMinor(from: "2.9.2")),
  ],
  targets: [
    .executableTarget(
      name: "RemoteBenchmarks",
      dependencies: [
        .product(name: "CBORCodec", package: "swift-host-call"),
        .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "HostCallGRPC", package: "swift-host-call"),
        .product(name: "GRPCCore", package: "grpc-swift-2"),
        .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
      ])
  ]
)
