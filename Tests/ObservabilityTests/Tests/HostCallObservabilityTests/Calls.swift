// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A call with a declared failure.
struct FindPerson: HostCallable, Equatable {
  static var wireName: String { "acme.people.find" }

  struct Person: Codable, Equatable, Sendable {
    var name: String
  }

  enum Failure: Error, Codable, Equatable, Sendable {
    case unknown(id: Int)
  }

  typealias Response = Person

  var id: Int
}

/// A call whose handler makes another.
struct Greet: HostCallable {
  typealias Response = String
  typealias Failure = Never

  var id: Int
}

/// A stream of numbers.
struct CountUp: HostStreamable {
  typealias Element = Int
  typealias Failure = Never

  var limit: Int
}

struct Unexpected: Error {}
