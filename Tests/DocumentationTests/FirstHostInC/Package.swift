// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "Thermostat",
  platforms: [.macOS(.v26)],
  products: [.library(name: "Thermostat", type: .dynamic, targets: ["Thermostat"])],
  dependencies: [.package(name: "swift-host-call", path: "path/to/swift-host-call")],
  targets: [
    .target(name: "Thermostat", dependencies: [.product(name: "HostCall", package: "swift-host-call")])
  ]
)
