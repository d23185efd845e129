// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall

// Versions of a call over the years, all with the wire name `find_user`.

protocol FindUserVersion: HostCallable {}

extension FindUserVersion {
  static var wireName: String { "find_user" }
}

struct FindUser: FindUserVersion {
  struct Address: Codable, Sendable {
    var city: String
    var zip: UInt32
  }

  struct Response: Codable, Sendable {
    var name: String
    var home: Address
    var balance: Int64
    var avatar: [UInt8]?
  }

  enum Failure: Error, Codable, Sendable {
    case notFound(id: UInt64)
    case busy
  }

  var id: UInt64
}

/// The same call with other type names and in another order.
struct SearchForUser: FindUserVersion {
  struct Place: Codable, Sendable {
    var zip: UInt32
    var city: String
  }

  struct Person: Codable, Sendable {
    var balance: Int64
    var avatar: Data?
    var home: Place
    var name: String
  }

  enum Refusal: Error, Codable, Sendable {
    case busy
    case notFound(id: UInt64)
  }

  typealias Response = Person
  typealias Failure = Refusal
  var id: UInt
}

/// The call with a given response.
struct FindUserAs<Response: Codable & Sendable>: FindUserVersion {
  typealias Failure = FindUser.Failure
  var id: UInt64
}

enum OtherUser {
  struct Retyped: Codable, Sendable {
    var name: String
    var home: FindUser.Address
    var balance: String
    var avatar: [UInt8]?
  }

  struct Older: Codable, Sendable {
    var name: String
    var balance: Int64
  }

  struct Stricter: Codable, Sendable {
    var name: String
    var home: FindUser.Address
    var balance: Int64
    var avatar: [UInt8]
  }

  struct Homeless: Codable, Sendable {
    var name: String
    var home: FindUser.Address?
    var balance: Int64
    var avatar: [UInt8]?
  }

  struct Renamed: Codable, Sendable {
    var fullName: String
    var home: FindUser.Address
    var balance: Int64
    var avatar: [UInt8]?
  }

  struct Deeper: Codable, Sendable {
    struct Address: Codable, Sendable {
      var city: String
      var zip: String
    }

    var name: String
    var home: Address
    var balance: [Int64]
    var avatar: [UInt8]?
  }
}

/// A plain call with a given response.
struct Measure<Response: PlainData & Codable>: HostCallable, PlainData {
  static var wireName: String { "measure" }
  var sensor: UInt32
}

struct Reading: Codable, PlainData, Equatable {
  var value: Double
  var time: UInt64
}

struct OtherReading: Codable, PlainData, Equatable {
  var value: Double
  var time: Int64
}
