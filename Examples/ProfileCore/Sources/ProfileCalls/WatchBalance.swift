// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// Asks the host for a user's balance, and for each change of it.
public struct WatchBalance: HostStreamable {
  /// The balance, in hundredths of the currency.
  public typealias Element = Int64
  /// The reason why the host has no balance.
  public typealias Failure = ProfileFailure

  /// The ID of the user.
  public var userID: UInt64

  /// Creates a request for a user's balance.
  public init(userID: UInt64) {
    self.userID = userID
  }
}
