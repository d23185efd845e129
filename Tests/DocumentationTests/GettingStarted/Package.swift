// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "Thermostat",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-host-call", path: "path/to/swift-host-call", traits: ["Macros"])],
  targets: [
    .executableTarget(name: "Thermostat", dependencies: [.product(name: "HostCall", package: "swift-host-call")]),
    .testTarget(name: "ThermostatTests", dependencies: ["Thermostat"]),
  ]
)
