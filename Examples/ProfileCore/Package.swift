// swift-tools-version: 6.3

import PackageDescription

// A library that carries its own copy of the package exports its C functions and nothing else. Two such libraries can
// then live in one program without the linker binding one's Swift symbols to the other's.
func exportOnly(_ list: String) -> [LinkerSetting] {
  [
    .unsafeFlags(
      [
        "-use-ld=lld",  // comes with Swift; others list what the script hides all the same
        "-Xlinker", "--version-script=\(Context.packageDirectory)/exports/\(list).map",
        "-Xlinker", "-Bsymbolic", "-Xlinker", "--gc-sections",
        "-Xlinker", "-z", "-Xlinker", "nodelete",  // Swift's threads outlive every bridge, and run its code
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
