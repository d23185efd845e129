// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// A call or a stream on its way through the interceptors of its caller.
///
/// Thread safety: a value.
public struct HostOutgoingCall<C: HostRequest>: Sendable {
  /// The request.
  public var request: C
  /// The metadata that the call carries; the current metadata of the task until an interceptor changes it.
  public var metadata: HostCallMetadata {
    didSet { hasOwnMetadata = true }
  }
  /// The encoding of the request.
  public let requestEncoding: PayloadEncoding
  /// The encoding that the response or the elements must have.
  public let responseEncoding: PayloadEncoding
  /// The number of the attempt, from 1: one more than how often the call has been made before, because interceptors
  /// have repeated it or a transport has.
  ///
  /// Always 1 for a stream.
  public internal(set) var attempt = 1

  /// Whether an interceptor has changed ``metadata``, so that the task's is another.
  private(set) var hasOwnMetadata = false
  let deadline: Deadline
  let clock: BridgeClock
  /// The number of the bridge; 0 over another transport.
  let bridge: UInt64

  init(
    _ request: C, _ format: CallFormat<C>, _ deadline: Deadline, _ clock: BridgeClock, bridge: UInt64 = 0
  ) {
    self.request = request
    metadata = .current
    requestEncoding = format.request
    responseEncoding = format.response
    self.deadline = deadline
    self.clock = clock
    self.bridge = bridge
  }

  /// The wire name.
  public var wireName: String { CallTypeInfo.of(C.self).wireName }

  /// The time until the deadline, which no interceptor extends; `nil` without a deadline.
  public var remaining: Duration? { deadline.timeout(at: clock.now) }

  /// Calls `body` with the call and in a task whose metadata is that of the call.
  func withMetadata<Result: Sendable>(_ body: (HostOutgoingCall) async -> Result) async -> Result {
    var call = self
    guard hasOwnMetadata else {
      call.metadata = .current
      call.hasOwnMetadata = false
      return await body(call)
    }
    call.hasOwnMetadata = false
    return await HostCallMetadata.withValue(metadata) { await body(call) }
  }
}
