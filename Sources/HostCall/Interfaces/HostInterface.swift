// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A list of the calls that one implementation answers and the events that it receives, as `@HostInterface` writes it
/// for a protocol.
///
///     enum ClockInterface: HostInterface {
///       static var calls: [HostInterfaceCall<any Clock>] {
///         [HostInterfaceCall(ReadClock.self) { clock, request in try await clock.read(request.zone) }]
///       }
///     }
///
///     try bridge.handle(SystemClock(), as: ClockInterface.self)
///
/// The methods run on the package's threads, several at once, so an implementation is `Sendable`.
public protocol HostInterface {
  /// The type of the implementations: usually `any` with a protocol.
  associatedtype Implementation: Sendable

  /// The calls, with the methods that answer them.
  static var calls: [HostInterfaceCall<Implementation>] { get }
}
