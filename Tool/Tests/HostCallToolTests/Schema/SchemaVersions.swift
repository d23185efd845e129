// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCall
import HostCallGenerator
import HostCallTool

/// Calls, streams and events whose parts are of a type that changes between versions.
enum SchemaVersions {
  struct Find<Value: Codable & Sendable>: HostCallable {
    typealias Response = Value
    static var wireName: String { "find" }
    static var wireFormat: WireFormat { .cbor }
  }

  struct Save<Value: Codable & Sendable>: HostCallable {
    typealias Response = Empty
    static var wireName: String { "save" }
    static var wireFormat: WireFormat { .cbor }
    var value: Value
  }

  struct Watch<Value: Codable & Sendable>: HostStreamable {
    typealias Element = Value
    static var wireName: String { "watch" }
    static var wireFormat: WireFormat { .cbor }
  }

  struct Moved<Value: Codable & Sendable>: HostEvent {
    static var wireName: String { "moved" }
    var value: Value
  }

  /// Returns what a core describes that makes the calls, or exposes them, with values of a type.
  static func interface<Value: Codable & Sendable>(
    of type: Value.Type, exposed: Bool
  ) async throws -> InterfaceModel {
    let bridge = HostBridge()
    if exposed {
      try bridge.expose(Find<Value>.self) { _, _ in throw CancellationError() }
      try bridge.expose(Save<Value>.self) { _, _ in Empty() }
    } else {
      try bridge.declare(Find<Value>.self, Save<Value>.self, Watch<Value>.self)
      try bridge.declareEvents(Moved<Value>.self)
    }
    let bytes = bridge.descriptor()
    await bridge.close()
    let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
    return try InterfaceModel(descriptor, name: "versions")
  }

  /// Returns whether a bridge whose core makes the calls with one type refuses handlers with the other.
  static func isRefused<Host: Codable & Sendable, Core: Codable & Sendable>(
    host: Host.Type, by core: Core.Type
  ) async throws -> Bool {
    let bridge = HostBridge()
    try bridge.declare(Find<Core>.self)
    defer { Task { await bridge.close() } }
    do throws(HostSetupError) {
      try bridge.handle(Find<Host>.self) { _, _ in throw CancellationError() }
      return false
    } catch {
      return true
    }
  }

  /// Returns whether a receiver refuses one of the values when they arrive as the sender's type.
  static func isRefused<Sent: Codable, Received: Codable>(_ values: [Sent], as type: Received.Type) throws -> Bool {
    for value in values {
      let bytes = try CBOREncoder().encode(value)
      do { _ = try CBORDecoder().decode(Received.self, from: bytes) } catch is DecodingError { return true }
    }
    return false
  }
}
