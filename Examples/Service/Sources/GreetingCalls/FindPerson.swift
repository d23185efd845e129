// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostCall

/// The core's call to its host: a person of the host's directory.
package struct FindPerson: HostCallable {
  package static var wireName: String { "acme.people.find" }
  package static var isIdempotent: Bool { true }

  package typealias Response = String

  /// The reason why there is no person.
  package enum Failure: Error, Codable, Equatable, Sendable {
    /// The number belongs to no one.
    case unknown(id: Int)
  }

  /// The person's number.
  package var id: Int

  /// Creates a request.
  package init(id: Int) { self.id = id }
}
