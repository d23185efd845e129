// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall

// The calls of a new package, as CoreTemplates declares them: their descriptor is that of the package's library, and
// typed hosts can be written before it is built. scripts/test-new compares both.

struct FetchProfile: HostCallable {
  typealias Response = Profile
  typealias Failure = ProfileFailure
  var userID: UInt64
}

struct Profile: Codable, Equatable, Sendable {
  var name: String
  var tags: [String]
}

struct ProfileFailure: Error, Codable, Equatable, Sendable {
  var code: String
}

struct LogIn: HostCallable {
  typealias Response = Welcome
  typealias Failure = LogInFailure
  var userID: UInt64
}

struct Welcome: Codable, Equatable, Sendable {
  var greeting: String
  var tagCount: Int
}

struct LogInFailure: Error, Codable, Equatable, Sendable {
  var code: String
  var message: String
}

/// Describes the calls of a new package.
enum TemplateInterface {
  /// Returns the descriptor of a core that makes the call `fetch_profile`, and exposes `log_in`.
  static func descriptor(openFunction: String) async throws -> HostCallDescriptor {
    let bridge = HostBridge()
    try bridge.declare(FetchProfile.self)
    try bridge.expose(LogIn.self) { _, _ in Welcome(greeting: "", tagCount: 0) }
    let bytes = bridge.descriptor()
    await bridge.close()
    var descriptor = try PrintSchemaCommand.decoded(bytes, of: "the template")
    descriptor.openFunction = openFunction
    return descriptor
  }
}
