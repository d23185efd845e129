// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The wire name of a type of event, found and checked once per type.
final class EventName: Sendable {
  /// The valid name, or the error.
  let name: Result<WireName, BridgeError>

  private static let known = AddressMap<EventName>(bits: 7)

  static func of<E: HostEvent>(_ type: E.Type) throws(BridgeError) -> WireName {
    try known.value(of: type) { EventName(E.wireName) }.name.get()
  }

  private init(_ text: String) {
    name = Result { () throws(BridgeError) in try WireName(checking: text) }
  }
}
