// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore
internal import HostCall

/// Answers one call with a stream at the server: writes its items, one message each.
///
/// The next item is taken when the one before has been written, which it is when HTTP/2's flow control permits. So a
/// peer that does not read holds up the handler, once the stream's buffer is full. Cancelling the task gives the stream
/// up, and so does a write that fails.
struct ServedStream<Bytes: GRPCContiguousBytes & Sendable>: Sendable {
  private let outbound: RPCWriter<RPCResponsePart<Bytes>>.Closable
  private let server: HostCallServer
  private let counts: StreamCounts

  /// - Parameters:
  ///   - outbound: The writer of the answer.
  ///   - server: The server.
  ///   - counts: Counts the items that were sent.
  init(_ outbound: RPCWriter<RPCResponsePart<Bytes>>.Closable, _ server: HostCallServer, _ counts: StreamCounts) {
    self.outbound = outbound
    self.server = server
    self.counts = counts
  }

  /// Opens the stream and writes its items; the caller writes the status.
  ///
  /// - Parameters:
  ///   - call: The stream's name, request and properties.
  ///   - buffer: The number of items that the handler may send in advance.
  ///   - transport: The transport that answers.
  /// - Throws: How the stream ended, unless with success.
  func answer(_ call: TransportCall, buffer: Int, over transport: any HostCallTransport) async throws(ErrorResponse) {
    let stream: any TransportStream
    do throws(BridgeError) {
      stream = try await transport.stream(call, buffer: buffer, silence: nil)
    } catch {
      throw server.status(of: error, call)
    }
    var headers: Metadata = [:]
    headers.addString("\(buffer)", forKey: CallMetadata.buffer)
    // Watching has no end by itself, and would keep the connection open.
    let gate = WriteGate(onConnectionClosing: (stream as? HealthWatch)?.end)
    let id = server.gates.add(gate)
    defer { server.gates.remove(id) }
    headers.addString("\(id)", forKey: WriteGates.header)
    try await write(.metadata(headers))
    while let item = try await next(of: stream, call) {
      try server.check(size: item.count, of: "element")
      gate.add(item.count)
      try await write(.message(Bytes(item)))
      guard await gate.pass() else { throw Self.notSent }
      counts.add(item.count)
    }
  }

  private func next(of stream: any TransportStream, _ call: TransportCall) async throws(ErrorResponse) -> [UInt8]? {
    do throws(BridgeError) {
      return try await stream.next { bytes throws(BridgeError) in unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) } }
    } catch {
      throw server.status(of: error, call)
    }
  }

  private func write(_ part: RPCResponsePart<Bytes>) async throws(ErrorResponse) {
    do {
      try await outbound.write(part)
    } catch {
      throw Self.notSent
    }
  }

  /// Not seen by the peer, which has gone, unless the server gives the call up.
  private static var notSent: ErrorResponse {
    ErrorResponse(status: GRPCCore.Status(code: .cancelled, message: "the element could not be sent"))
  }
}
#endif
