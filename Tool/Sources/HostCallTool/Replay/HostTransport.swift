// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall
internal import Synchronization

/// A transport that calls the functions of a host in this process, which may never return.
///
/// A function in C runs on the thread of its caller, so each call has a thread of its own.
final class HostTransport: HostCallTransport {
  // Sendable because the thread that opens the stream passes it on, and does not use it again.
  private struct OpenedStream: @unchecked Sendable {
    let stream: any TransportStream
  }

  private let bridge: HostBridge
  private let hasAbandoned = Atomic(false)

  /// How long a call is awaited after its timeout, when the bridge itself ends a call whose function has returned.
  private static let grace = Duration.seconds(1)

  /// - Parameter bridge: The bridge at which the host has registered its functions.
  init(_ bridge: HostBridge) {
    self.bridge = bridge
  }

  /// Whether functions of the host may still run, since they have neither answered nor returned in time.
  var isStuck: Bool { hasAbandoned.load(ordering: .relaxed) }

  var carriesRawBytes: Bool { true }

  func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
    try await result(of: call) { [bridge] () async throws(BridgeError) -> [UInt8] in try await bridge.send(call) }
  }

  func stream(
    _ call: TransportCall, buffer: Int, silence: Duration?
  ) async throws(BridgeError) -> any TransportStream {
    try await result(of: call) { [bridge] () async throws(BridgeError) -> OpenedStream in
      OpenedStream(stream: try await bridge.stream(call, buffer: buffer, silence: silence))
    }.stream
  }

  func fingerprint(of wireName: String) async -> UInt64? { await bridge.fingerprint(of: wireName) }

  /// Closes the bridge, unless functions of the host keep it open.
  func close(within time: Duration) async {
    let time = isStuck ? Self.grace : time
    if await SeparateThread.run(for: time, { [bridge] in await bridge.close() }) == nil {
      hasAbandoned.store(true, ordering: .relaxed)
    }
  }

  private func result<Value: Sendable>(
    of call: TransportCall, _ body: @escaping @Sendable () async throws(BridgeError) -> Value
  ) async throws(BridgeError) -> Value {
    let (start, timeout) = (ContinuousClock.now, call.timeout ?? .seconds(30))
    let result = await SeparateThread.run(for: timeout + Self.grace) { () async -> Result<Value, BridgeError> in
      do throws(BridgeError) {
        return .success(try await body())
      } catch {
        return .failure(error)
      }
    }
    do throws(BridgeError) {
      guard let result else {
        throw BridgeError(
          code: .deadlineExceeded, message: "the host's function has not returned", wireName: call.wireName)
      }
      return try result.get()
    } catch {
      // Before the timeout, it is the host's own answer.
      if error.code == .deadlineExceeded, start.duration(to: .now) >= timeout {
        hasAbandoned.store(true, ordering: .relaxed)
      }
      throw error
    }
  }
}
