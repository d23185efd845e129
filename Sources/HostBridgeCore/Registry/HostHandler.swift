// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A function that the host has registered.
///
/// The registry retains it while it is registered. After that it is *retired*, and the callback thread retains it until
/// no slot holds it; see ``HandlerCell``.
final class HostHandler: WorkItem, @unchecked Sendable {  // immutable but for the warning and WorkItem's link
  let wireName: WireName
  let functions: HostFunctions
  let kind: CallKind
  /// Whether `invoke` queues the call, which the host takes later.
  let isQueued: Bool
  /// Whether its calls take other states than the fast path's.
  let hasOwnState: Bool
  /// The schema that the handler was compiled for.
  let schema: HandlerSchema
  /// A number that no other handler of the process has, even one at the same address.
  let serial: UInt64
  /// Whether a difference of schemas has been reported.
  let warning = OneTimeWarning()

  private static let lastSerial = Atomic<UInt64>(0)

  init(
    _ functions: HostFunctions, for wireName: WireName, kind: CallKind = .call, schema: HandlerSchema = .unchecked,
    isQueued: Bool = false
  ) {
    self.wireName = wireName
    self.functions = functions
    self.kind = kind
    self.isQueued = isQueued
    hasOwnState = isQueued || kind == .stream
    self.schema = schema
    serial = Self.lastSerial.add(1, ordering: .relaxed).newValue
  }
}
