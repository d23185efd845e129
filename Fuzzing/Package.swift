// swift-tools-version: 6.3

// What `make fuzz` builds; README.md says how. The properties are a target of the main package too, whose tests try
// them on a few thousand inputs.

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
