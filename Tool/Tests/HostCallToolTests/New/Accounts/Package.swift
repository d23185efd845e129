// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "Accounts",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Accounts", type: .dynamic, targets: ["Accounts"]),
    .library(name: "AccountsCalls", targets: ["AccountsCalls"]),
  ],
  dependencies: [
    .package(name: "swift-host-call", path: "/path/to/swift-host-call")
  ],
  targets: [
    // The calls and the core, which tests and other packages can use.
    .target(
      name: "AccountsCalls",
      dependencies: [.product(name: "HostCall", package: "swift-host-call")],
      swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault")]),
    // The library for hosts; `make library` builds it.
    .target(
      name: "Accounts",
      dependencies: ["AccountsCalls", .product(name: "HostCall", package: "swift-host-call")]),
    .testTarget(
      name: "AccountsTests",
      dependencies: [
        "AccountsCalls", .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "HostCallTesting", package: "swift-host-call"),
      ],
      exclude: ["Fixtures"]),
  ]
)
