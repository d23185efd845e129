// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// As in Examples/ProfileCore: exports only the C functions, and stays loaded.
let exports: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-use-ld=lld",
      "-Xlinker", "--version-script=\(Context.packageDirectory)/exports/conformance.map",
      "-Xlinker", "-Bsymbolic", "-Xlinker", "--gc-sections",
      "-Xlinker", "-z", "-Xlinker", "nodelete",
    ],
    .when(platforms: [.linux])),
  .unsafeFlags(
    ["-Xlinker", "-exported_symbols_list", "-Xlinker", "\(Context.packageDirectory)/exports/conformance.symbols"],
    .when(platforms: [.macOS])),
]

let package = Package(
  name: "Conformance",
  platforms: [.macOS(.v26)],
  products: [.library(name: "Conformance", type: .dynamic, targets: ["Conformance"])],
  dependencies: [.package(name: "swift-host-call", path: "../..", traits: ["Macros"])],
  targets: [
    .target(name: "ConformanceCore", dependencies: [.product(name: "HostCall", package: "swift-host-call")]),
    .target(
      name: "Conformance",
      dependencies: ["ConformanceCore", .product(name: "HostCall", package: "swift-host-call")],
      linkerSettings: exports),
    .testTarget(
      name: "ConformanceCoreTests",
      dependencies: [
        "ConformanceCore", .product(name: "HostBridgeCore", package: "swift-host-call"),
        .product(name: "HostCall", package: "swift-host-call"),
      ]),
  ]
)
