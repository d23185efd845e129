// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// Exports only the C functions of a library that contains its own copy of the package, so that the linker does not bind
// its Swift symbols to those of another such library in the same program.
func exportOnly(_ list: String) -> [LinkerSetting] {
  [
    .unsafeFlags(
      [
        "-use-ld=lld",  // part of Swift; other linkers list the symbols that the script hides
        "-Xlinker", "--version-script=\(Context.packageDirectory)/exports/\(list).map",
        "-Xlinker", "-Bsymbolic", "-Xlinker", "--gc-sections",
        "-Xlinker", "-z", "-Xlinker", "nodelete",  // the library's threads run its code after the last close
      ],
      .when(platforms: [.linux])),
    .unsafeFlags(
      ["-Xlinker", "-exported_symbols_list", "-Xlinker", "\(Context.packageDirectory)/exports/\(list).symbols"],
      .when(platforms: [.macOS])),
  ]
}

let package = Package(
  name: "ProfileCore",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Greeting", type: .dynamic, targets: ["Greeting"]),
    .library(name: "ProfileCore", type: .dynamic, targets: ["ProfileCore"]),
    .library(name: "SecondCore", type: .dynamic, targets: ["SecondCore"]),
    .library(name: "ProfileCalls", targets: ["ProfileCalls"]),
    .library(name: "ProfileHost", type: .dynamic, targets: ["ProfileHost"]),
  ],
  dependencies: [.package(name: "swift-host-call", path: "../..")],
  targets: [
    .target(name: "Greeting", dependencies: [.product(name: "HostCall", package: "swift-host-call")]),
    .target(name: "ProfileCalls", dependencies: [.product(name: "HostCall", package: "swift-host-call")]),
    .target(
      name: "CProfileCore", dependencies: [.product(name: "HostBridgeCore", package: "swift-host-call")]),
    .target(
      name: "ProfileCore",
      dependencies: ["ProfileCalls", "CProfileCore", .product(name: "HostCall", package: "swift-host-call")],
      linkerSettings: exportOnly("profile_core")),
    .target(
      name: "SecondCore",
      dependencies: [.product(name: "HostCall", package: "swift-host-call")],
      linkerSettings: exportOnly("second_core")),
    .target(
      name: "ProfileHost",
      dependencies: ["ProfileCalls", .product(name: "HostCall", package: "swift-host-call")],
      linkerSettings: exportOnly("profile_host")),
    .testTarget(
      name: "ProfileCallsTests",
      dependencies: [
        "ProfileCalls", .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "HostCallTesting", package: "swift-host-call"),
      ]),
  ]
)
