// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostCall

/// The host's call to the core: a greeting for a person.
package struct Greet: HostCallable {
  package static var wireName: String { "acme.greetings.greet" }

  package typealias Response = String
  package typealias Failure = FindPerson.Failure

  /// The person's number.
  package var id: Int

  /// Creates a request.
  package init(id: Int) { self.id = id }
}
