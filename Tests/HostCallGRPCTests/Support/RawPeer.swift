// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCallGRPC
import NIOCore

/// A client that writes HTTP/2 byte by byte, so that it can break rules that NIO's HTTP/2 keeps: it leaves PING
/// unanswered, and begins streams after GOAWAY.
struct RawPeer: Sendable {
  let channel: any Channel

  /// Connects, and sends the preface and an empty SETTINGS frame (RFC 9113, section 3.4).
  init(to address: RemoteAddress) async throws {
    channel = try await FrameClient.silence(to: address)
    try await write(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + Relay.settings)
  }

  /// Begins a call of `/x/y`: HEADERS with END_HEADERS, and DATA with the first byte of a message.
  func begin(_ stream: UInt32) async throws {
    // HPACK (RFC 7541, appendix A): indexed fields, and literals without indexing.
    var headers: [UInt8] = [0x83, 0x86]  // :method: POST, :scheme: http
    for (name, value) in [([0x04], "/x/y"), ([0x01], "localhost"), ([0x0f, 0x10], "application/grpc")]
      as [([UInt8], String)]
    {
      headers += name + [UInt8(value.utf8.count)] + value.utf8
    }
    headers += [0x00, 2] + "te".utf8 + [8] + "trailers".utf8
    try await write(Self.frame(type: 0x1, flags: 0x4, stream, headers) + Self.frame(type: 0x0, flags: 0, stream, [0]))
  }

  /// Ends a call: empty DATA with END_STREAM.
  func end(_ stream: UInt32) async throws {
    try await write(Self.frame(type: 0x0, flags: 0x1, stream, []))
  }

  /// Acknowledges the PING that the server sends after GOAWAY.
  func acknowledgeGoAway() async throws {
    try await write(Self.frame(type: 0x6, flags: 0x1, 0, Array("hostcall".utf8)))
  }

  private func write(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  private static func frame(type: UInt8, flags: UInt8, _ stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
    [0, 0, UInt8(payload.count), type, flags] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: stream >> $0) } + payload
  }
}
#endif
