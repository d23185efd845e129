// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall

struct Greet: HostCallable, Equatable {
  static var wireName: String { "acme.people.greet" }
  static var isIdempotent: Bool { true }

  struct Response: Codable, Equatable, Sendable {
    var text: String
    var tags: [UInt8]
  }

  struct Failure: Error, Codable, Equatable, Sendable {
    var code: String
    var detail: String
  }

  var name: String
}

/// Another version of `Greet`, with another schema.
struct OldGreet: HostCallable {
  static var wireName: String { Greet.wireName }

  struct Response: Codable, Sendable {
    var text: String
    var tags: String
  }

  typealias Failure = Greet.Failure
  var name: String
}

/// Plain in both directions, so raw within a process and CBOR otherwise.
struct Measure: HostCallable, PlainData {
  typealias Response = Double
  var sensor: UInt32
}

struct Count: HostCallable {
  typealias Response = Int
}

struct Watch: HostStreamable {
  static var wireName: String { "acme.people.watch" }
  static var isIdempotent: Bool { true }

  typealias Element = Int
  typealias Failure = Greet.Failure
  var name: String
}

/// A call with the name of `Watch`.
struct WatchOnce: HostCallable {
  static var wireName: String { Watch.wireName }
  typealias Response = Int
  typealias Failure = Greet.Failure
  var name: String
}

/// Another version of `Watch`, with another schema.
struct OldWatch: HostStreamable {
  static var wireName: String { Watch.wireName }
  typealias Element = String
  typealias Failure = Greet.Failure
  var name: String
}

/// A stream with the name of `Greet`.
struct GreetMany: HostStreamable {
  static var wireName: String { Greet.wireName }
  typealias Element = Greet.Response
  typealias Failure = Greet.Failure
  var name: String
}

struct WatchBytes: HostStreamable {
  typealias Element = [UInt8]
  var size: Int
}

struct PriceChanged: HostEvent, Equatable {
  static var wireName: String { "acme.shop.price_changed" }

  var cents: Int
}

/// `Greet`, except that it is not idempotent.
struct OldGreetOnce: HostCallable {
  static var wireName: String { Greet.wireName }
  typealias Response = Greet.Response
  typealias Failure = Greet.Failure
  var name: String
}
#endif
