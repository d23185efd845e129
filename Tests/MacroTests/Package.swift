// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The tests of what the macros write and refuse. SwiftPM builds a test target that depends on a macro for the machine
// that runs macros, and everything else in its package too, so this package contains nothing else.

import CompilerPluginSupport
import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

let syntax: [Target.Dependency] = [
  "SwiftCompilerPlugin", "SwiftDiagnostics", "SwiftParser", "SwiftSyntax", "SwiftSyntaxBuilder", "SwiftSyntaxMacros",
].map { .product(name: $0, package: "swift-syntax") }

let package = Package(
  name: "swift-host-call-macro-tests",
  platforms: [.macOS(.v26)],
  dependencies: [.package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.1")],
  targets: [
    // The sources of HostCallMacros, which is no product that another package could depend on.
    .macro(name: "MacroSources", dependencies: syntax, swiftSettings: strict + [.define("Macros")]),
    .testTarget(
      name: "HostCallMacrosTests",
      dependencies: ["MacroSources", .product(name: "SwiftSyntaxMacroExpansion", package: "swift-syntax")] + syntax,
      swiftSettings: strict),
  ]
)
