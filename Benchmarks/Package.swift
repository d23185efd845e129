// swift-tools-version: 6.3

// What `make bench` builds. A package of its own, so that users of the libraries do not resolve it.

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
      // Without it a task that prefers an executor asks the runtime for it at every call of an asynchronous function.
      swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
  ]
)
