// swift-tools-version: 6.3
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The tests of the macros. A separate package, since a test target that depends on a macro has all tests of its package,
// and the libraries under test, built a second time, for the machine that runs macros.

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
  dependencies: [
    .package(name: "swift-host-call", path: "../..", traits: ["Macros"]),
    .package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.1"),
  ],
  targets: [
    // The sources of the macros as a library, so that the tests of expansions can call them.
    .target(
      name: "MacroSources", dependencies: syntax, exclude: ["Plugin.swift"], swiftSettings: strict + [.define("Macros")]
    ),
    .testTarget(
      name: "HostCallMacrosTests",
      dependencies: ["MacroSources", .product(name: "SwiftSyntaxMacroExpansion", package: "swift-syntax")] + syntax,
      swiftSettings: strict),
    .testTarget(
      name: "DeclaredTests",
      dependencies: [
        .product(name: "CBORCodec", package: "swift-host-call"), .product(name: "HostCall", package: "swift-host-call"),
        .product(name: "HostCallTesting", package: "swift-host-call"),
      ],
      swiftSettings: strict),
  ]
)
