// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A description of a core's calls and events, as `hostcall_describe` gives it to hosts in CBOR.
///
///     let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
///
/// The format only grows: ``version`` stays 1, a later version adds keys, and ``minorVersion`` counts the additions. A
/// reader ignores keys that it does not know. Every key that was added is optional, so the descriptor of an earlier
/// core can be read too.
///
/// Source of the format: <doc:Descriptor>, and `hostcall_describe` in `hostcall.h`.
public struct HostCallDescriptor: Codable, Hashable, Sendable {
  /// The direction of a call or an event.
  public enum Direction: String, Codable, Hashable, Sendable {
    /// The core makes the call, and the host answers; the core emits the event.
    case toHost
    /// The host makes the call, and the core answers; the core listens to the event.
    case toCore
  }

  /// The encoding and the type of one part of a call, or of an event.
  public struct Part: Codable, Hashable, Sendable {
    /// The encoding: `cbor` or `raw`.
    public var encoding: String
    /// The name of the part's rule in ``HostCallDescriptor/cddl``.
    public var rule: String
    /// The type, as data; `nil` in minor version 0.
    public var type: ValueType?
  }

  /// A call.
  public struct Call: Codable, Hashable, Sendable {
    /// The wire name.
    public var name: String
    /// The direction of the call.
    public var direction: Direction
    /// The fingerprint with which a handler may be registered; `nil`, like the following properties, for a function
    /// that works in bytes.
    public var fingerprint: UInt64?
    /// The request.
    public var request: Part?
    /// The response.
    public var response: Part?
    /// The failure, if the call declares one.
    public var failure: Part?
    /// The text that the fingerprint is computed from; see ``HostCallSchema/outline``.
    public var outline: String?
    /// The name of the call's type in Swift, such as `FetchProfile`; `nil`, like the following properties, in minor
    /// version 0.
    public var typeName: String?
    /// Whether repeating the call has no further effect; see ``HostCallable/isIdempotent``.
    public var isIdempotent: Bool?
    /// The description of the call, if it has one.
    public var documentation: String?
  }

  /// An event.
  public struct Event: Codable, Hashable, Sendable {
    /// The wire name.
    public var name: String
    /// The direction of the event.
    public var direction: Direction
    /// The fingerprint of the event's schema; `nil` if the core does not check schemas.
    public var fingerprint: UInt64?
    /// The event's content, always in CBOR.
    public var payload: Part?
    /// The text that the fingerprint is computed from; see ``HostCallSchema/outline``.
    public var outline: String?
    /// The name of the event's type in Swift, such as `ThemeChanged`.
    public var typeName: String?
    /// What a full queue of a listener should drop: `dropOldest` or `dropNewest`; see ``HostEvent/policy``.
    public var policy: String?
    /// The description of the event, if it has one.
    public var documentation: String?
  }

  /// The limits of the core's bridge.
  public struct Limits: Codable, Hashable, Sendable {
    /// The maximum size of a request or an answer, in bytes.
    public var payloadSize: UInt64
    /// The maximum number of arrays, maps and tags around an item.
    public var nestingDepth: UInt64
  }

  /// The version of this format, 1.
  public var version: Int
  /// The calls that the core makes, then those that it exposes, each sorted by name; without streams.
  public var calls: [Call]
  /// The CDDL rules of all calls and events.
  public var cddl: String
  /// The number of additions to the format of version 1: 2 for this type; `nil` means 0, and that there is none of the
  /// following properties.
  public var minorVersion: Int?
  /// The named types of all calls, each once.
  public var types: [NamedType]?
  /// The limits of the bridge.
  public var limits: Limits?
  /// The streams that the core opens, then those that it exposes, each sorted by name; `nil` if there are none.
  ///
  /// ``Call/response`` is each element.
  public var streams: [Call]?
  /// The events that the core emits, then those that it listens to, each sorted by name; `nil` if there are none, and
  /// in minor versions before 2.
  public var events: [Event]?
  /// The name of the C function that opens the core's bridge, if known.
  ///
  /// A core does not know it: a tool that opens the bridge adds it.
  public var openFunction: String?
}
