// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// A bridge or a client: what makes the calls, opens the streams and emits the events of an interface.
///
/// Thread safety: safe from any thread.
public protocol HostCaller: Sendable {
  /// Makes a call.
  ///
  /// - Parameters:
  ///   - request: The request, whose type determines the wire name, the response and the failure.
  ///   - timeout: The maximum time to wait, from now; `nil` for no limit except the deadline of the call that the task
  ///     answers. A call with a timeout of zero or less ends with
  ///     `deadlineExceeded`, and nothing is sent.
  /// - Returns: The response.
  /// - Throws: As `HostBridge.call(_:timeout:)`.
  func call<C: HostCallable>(_ request: C, timeout: Duration?) async throws(HostCallError<C.Failure>) -> C.Response

  /// Returns a stream, which is opened when its first element is requested.
  ///
  /// The default implementation returns a stream that throws `unimplemented`.
  ///
  /// - Parameters:
  ///   - request: The request, whose type determines the wire name, the elements and the failure.
  ///   - buffer: The number of elements that the other side may send in advance.
  ///   - timeout: The maximum time from the opening to the end of the stream; `nil` for no limit.
  ///   - silence: The maximum time for which the other side may send nothing while it may send; `nil` for no limit.
  /// - Returns: The stream.
  func stream<S: HostStreamable>(
    _ request: S, buffer: Int, timeout: Duration?, silence: Duration?
  ) -> HostStream<S.Element, S.Failure>

  /// Emits an event, without waiting for a listener.
  ///
  /// The default implementation throws `unimplemented`.
  ///
  /// - Parameter event: The event.
  /// - Throws: As `HostBridge.emit(_:)`.
  func emit<E: HostEvent>(_ event: E) throws(HostCallError<Never>)
}

extension HostCaller {
  /// Returns a stream that throws `unimplemented`.
  public func stream<S: HostStreamable>(
    _ request: S, buffer: Int, timeout: Duration?, silence: Duration?
  ) -> HostStream<S.Element, S.Failure> {
    let name = "\(Self.self)"
    return HostStream {
      OpenedIteration(CallFormat(S.self, HostBridgeConfiguration())) { _ throws(BridgeError) in
        throw BridgeError(code: .unimplemented, message: "\(name) opens no streams")
      }
    }
  }

  /// Throws `unimplemented`.
  public func emit<E: HostEvent>(_ event: E) throws(HostCallError<Never>) {
    throw HostCallError(
      code: .unimplemented, message: "\(Self.self) emits no events", wireName: E.wireName)
  }
}

extension HostBridge: HostCaller {}
extension HostCallClient: HostCaller {}
