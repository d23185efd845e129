// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A property of the codec that does not hold for an input.
public struct PropertyFailure: Error, CustomStringConvertible {
  /// A description of the property and of the values that violate it.
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  /// Throws a failure unless a condition holds.
  static func unless(_ condition: Bool, _ description: @autoclosure () -> String) throws(PropertyFailure) {
    if !condition { throw PropertyFailure(description()) }
  }
}
