// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// An event that a host or Swift code emits to any number of listeners; nothing answers it.
///
///     struct ThemeChanged: HostEvent {
///       var isDark: Bool
///     }
///
///     try bridge.emit(ThemeChanged(isDark: true))
///     for await event in try bridge.events(of: ThemeChanged.self) { … }
///
/// Events cross as CBOR. Their names are separate from those of calls and streams.
public protocol HostEvent: Codable, Sendable {
  /// The name by which both sides know the event: 1 to 255 bytes of UTF-8.
  ///
  /// By default the type's name in snake case, as for a call: `ThemeChanged` becomes `theme_changed`.
  static var wireName: String { get }

  /// What the queue of a listener drops when it is full; `EventPolicy.dropOldest` by default.
  static var policy: EventPolicy { get }

  /// The description for the authors of hosts, which the descriptor contains; `nil`, the default, if there is none.
  ///
  /// Read once per type, like the name in a descriptor.
  static var documentation: String? { get }
}

extension HostEvent {
  /// The type's name in snake case; empty, which is not a valid name, for a generic type.
  public static var wireName: String { SnakeCase.wireName(of: Self.self) }

  /// `EventPolicy.dropOldest`.
  public static var policy: EventPolicy { .dropOldest }

  /// `nil`.
  public static var documentation: String? { nil }
}
