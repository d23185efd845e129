// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
  name: "Service",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "swift-host-call", path: "../..", traits: ["GRPC", "Observability"]),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(name: "GreetingCalls", dependencies: [.product(name: "HostCall", package: "swift-host-call")]),
    // What a program usually takes from packages: Prometheus' text, and spans in a file.
    .target(
      name: "Exporters",
      dependencies: [
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ]),
    .executableTarget(name: "GreetingService", dependencies: ["Exporters", "GreetingCalls"] + service),
    .executableTarget(name: "GreetingHost", dependencies: ["Exporters", "GreetingCalls"] + service),
  ]
)

var service: [Target.Dependency] {
  [
    .product(name: "HostCall", package: "swift-host-call"),
    .product(name: "HostCallGRPC", package: "swift-host-call"),
    .product(name: "HostCallObservability", package: "swift-host-call"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "Metrics", package: "swift-metrics"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "Tracing", package: "swift-distributed-tracing"),
  ]
}
