// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import HostCall

/// The reader of a stream of another machine.
///
/// Dropping it cancels the RPC, which resets it as soon as ``ResetRateLimiter`` permits.
final class RemoteStream: TransportStream {
  private let handover: ItemHandover
  private let silence: Duration?
  private let wireName: String
  /// The task that runs the RPC; `nil` after the end.
  private var rpc: Task<Void, Never>?

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - handover: Hands over the items and the end.
  ///   - rpc: The task that runs the RPC, which the reader cancels.
  ///   - silence: How long the server may send nothing while the reader waits; `nil` for no limit.
  ///   - wireName: The stream's name.
  init(_ handover: ItemHandover, rpc: Task<Void, Never>, silence: Duration?, wireName: String) {
    self.handover = handover
    self.rpc = rpc
    self.silence = silence
    self.wireName = wireName
  }

  deinit { rpc?.cancel() }

  /// Always 0.
  var callID: UInt64 { 0 }

  func next<Result>(_ body: (RawSpan) throws(BridgeError) -> Result) async throws(BridgeError) -> Result? {
    guard let rpc else { return nil }
    let item: [UInt8]?
    do throws(BridgeError) {
      item = try await handover.take(within: silence)
    } catch {
      rpc.cancel()
      self.rpc = nil
      throw error.named(wireName)
    }
    guard let item else {
      self.rpc = nil
      return nil
    }
    return try body(unsafe item.span.bytes)
  }
}
#endif
