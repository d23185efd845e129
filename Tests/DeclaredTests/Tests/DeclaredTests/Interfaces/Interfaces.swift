// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

@HostCodable
struct Profile: Codable, Equatable, Sendable {
  var name: String
  var tags: [String]
  var avatar: [UInt8]?
}

@HostCodable
enum ProfileFailure: Error, Codable, Equatable, Sendable {
  case notFound(userID: UInt64)
  case busy
}

/// Whether calls wait longer for their answers.
let isSlow = false

/// The functions of a host.
@HostInterface
protocol ProfileHost: Sendable {
  /// The profile of a user.
  ///
  /// - Parameter userID: The user.
  @HostCall(.idempotent)
  func fetchProfile(userID: UInt64) async throws(HostCallError<ProfileFailure>) -> Profile

  @HostCall(.raw, .timeout(isSlow ? .seconds(90) : .seconds(50)))
  func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double

  @HostCall("profiles.rename", .cbor)
  func rename(
    _ userID: UInt64, to name: String?, in `default`: [String: Profile], number: Int
  ) async throws(HostCallError<ProfileFailure>) -> Profile?

  func ping() async throws(HostCallError<Never>)

  func getHTTPStatus2() async throws(HostCall.HostCallError<Never>) -> Void
}

/// The calls of ``ProfileHost`` as they are written without macros.
enum ByHand {
  struct Profile: Codable, Equatable, Sendable {
    var name: String
    var tags: [String]
    var avatar: [UInt8]?
  }

  enum ProfileFailure: Error, Codable, Equatable, Sendable {
    case notFound(userID: UInt64)
    case busy
  }

  struct FetchProfile: HostCallable {
    typealias Response = Profile
    typealias Failure = ProfileFailure
    static var isIdempotent: Bool { true }
    var userID: UInt64
  }

  struct ReadClock: HostCallable, PlainData {
    typealias Response = Double
    var clock: UInt32
  }

  struct Rename: HostCallable {
    typealias Response = Profile?
    typealias Failure = ProfileFailure
    static var wireName: String { "profiles.rename" }
    var userID: UInt64
    var name: String?
    var `default`: [String: Profile]
    var number: Int
  }

  struct Ping: HostCallable {
    typealias Response = Empty
  }

  struct GetHTTPStatus2: HostCallable {
    typealias Response = Empty
  }
}

enum Nested {
  struct Balance: Codable, Sendable, Equatable { var cents: Int64 }

  /// An interface in a type whose names it uses.
  @HostInterface
  protocol Bank: Sendable {
    func balance(
      of account: String, await: Bool, `in euros`: Bool, Type: Int, `let` init: Int, `var`: Int
    ) async throws(HostCallError<Never>) -> Balance
  }
}

/// An interface with a stream.
@HostInterface
protocol Ticker: Sendable {
  /// The prices of a share.
  @HostCall(.raw)
  func prices(of share: UInt32) -> HostStream<Double, ProfileFailure>
}

/// An interface with a call and events.
@HostInterface
protocol Themes: Sendable {
  func use(isDark: Bool) async throws(HostCallError<Never>)

  /// The theme is another one.
  func themeChanged(to isDark: Bool, name: String?) throws(HostCallError<Never>)

  @HostCall("themes.removed", .dropNewest, .capacity(2))
  func themeRemoved(_ number: Int) throws(HostCallError<Never>)
}

/// The events of ``Themes`` as they are written without macros.
enum ByHandThemes {
  struct ThemeChanged: HostEvent, Equatable {
    static var documentation: String? { "The theme is another one." }
    var isDark: Bool
    var name: String?
  }

  struct ThemeRemoved: HostEvent, Equatable {
    static var wireName: String { "themes.removed" }
    static var policy: EventPolicy { .dropNewest }
    var number: Int
  }
}

/// Declarations with other access levels.
public enum Shared {
  /// A public interface.
  @HostInterface
  public protocol Clock: Sendable {
    func now() async throws(HostCallError<Never>) -> Double
  }

  @HostInterface
  package protocol Inner: Sendable {
    func now() async throws(HostCallError<Never>) -> Double
  }
}

/// A keyword can be the name of a protocol.
@HostInterface
private protocol `default`: Sendable {
  func now() async throws(HostCallError<Never>) -> Double
}

@HostInterface
private protocol Secret: Sendable {
  func now() async throws(HostCallError<Never>) -> Double
}

/// A public type with a private property.
@HostCodable
public struct Visible: Codable, Sendable {
  /// A property.
  public var a: Int
  private var b: String?
}

@HostCodable
package struct InPackage: Codable, Sendable {
  package var a: Int
}

public extension Shared {
  @HostCodable
  struct Implied: Codable, Sendable { var a: Int }
}

@HostCodable
private struct InFile: Codable, Sendable { fileprivate var a: Int }
