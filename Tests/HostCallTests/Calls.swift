// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A call with a response and a failure.
struct FetchProfile: HostCallable, Equatable {
  struct Response: Codable, Equatable, Sendable {
    var name: String
    var tags: [String]
    var avatar: [UInt8]?
  }

  enum Failure: Error, Codable, Equatable, Sendable {
    case notFound(userID: UInt64)
    case busy
  }

  var userID: UInt64
}

struct ReadClock: HostCallable, PlainData, Equatable {
  typealias Response = Double
  var clock: UInt32
}

/// A call that declares no failure.
struct Ping: HostCallable, Equatable {
  typealias Response = Empty
}

struct OddError: Error, CustomStringConvertible {
  var description: String { "the odd one" }
}
