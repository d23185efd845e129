// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A stream from a host to Swift code, or from Swift code to a host: the request, and the type of the elements that
/// answer it.
///
///     struct WatchBalance: HostStreamable {
///       typealias Element = Balance
///       typealias Failure = ProfileFailure
///       var userID: UInt64
///     }
///
///     for try await balance in bridge.stream(WatchBalance(userID: 7)) { … }
///
/// A stream has any number of elements and then one end, which is success, the declared failure or another error. Calls
/// and streams share one name space.
public protocol HostStreamable: HostRequest where AnswerPayload == Element {
  /// The type of each element.
  associatedtype AnswerPayload = Element

  /// The elements.
  associatedtype Element: Codable & Sendable
}
