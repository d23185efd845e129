// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
public import HostBridgeCore
public import HostCall

extension GRPCTransport {
  /// Opens a server-streaming RPC, which is never made again.
  ///
  /// Returns at once; the stream's first `next` throws what keeps the RPC from being made. The next element is taken
  /// from gRPC when the one before has been read, so one element is read ahead, besides what gRPC receives within its
  /// flow-control window. The server buffers at most `buffer` elements, and may have a lower limit.
  public func stream(
    _ call: TransportCall, buffer: Int, silence: Duration?
  ) async throws(BridgeError) -> any TransportStream {
    try check(call)
    let deadline = deadline(of: call)
    let handover = ItemHandover()
    guard let id = streams.begin(nil) else { throw .closed.named(call.wireName) }
    let rpc = Task { [self] in
      handover.end(await receive(call, buffer: buffer, until: deadline, into: handover))
      streams.end(id)
    }
    streams.change(id) { $0 = rpc }
    // After that, `close` finds the task.
    if connections.isClosed { rpc.cancel() }
    return RemoteStream(handover, rpc: rpc, silence: silence, wireName: call.wireName)
  }

  private func receive(
    _ call: TransportCall, buffer: Int, until deadline: Deadline, into handover: ItemHandover
  ) async -> Result<Void, BridgeError> {
    let mark = tracker.begin()
    defer { _ = tracker.end(mark) }
    do {
      let sent = SentCall(
        call, carrying: try await metadata(of: call, until: deadline), timeout: deadline.timeout(at: .now), mark: mark,
        buffer: max(1, buffer))
      let limit = configuration.maximumPayloadSize
      try await connections.withStream(GRPCMethod.descriptor(of: call.wireName), options: options, until: deadline) {
        try await sent.receive($0, into: handover, limit: limit)
      }
      return .success(())
    } catch {
      if connections.isClosed, Task.isCancelled { return .failure(.closed) }
      let reason = reason(error, of: call, deadline)
      if reason.code == .unavailable { connections.connectionFailed() }
      return .failure(reason)
    }
  }
}

extension BridgeError {
  fileprivate static var closed: BridgeError { BridgeError(code: .unavailable, message: "the transport is closed") }
}
#endif
