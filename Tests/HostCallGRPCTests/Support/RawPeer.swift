// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCallGRPC
import NIOCore
import Synchronization

/// A client that writes HTTP/2 byte by byte, so that it can break rules that NIO's HTTP/2 keeps: it leaves PING
/// unanswered, and begins streams after GOAWAY.
struct RawPeer: Sendable {
  let channel: any Channel
  private let frames = Frames()

  /// Connects, and sends the preface and an empty SETTINGS frame (RFC 9113, section 3.4).
  init(to address: RemoteAddress) async throws {
    channel = try await FrameClient.connect(to: address) { [frames] channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(FrameReader(frames))
        return channel
      }
    }
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

  /// Waits for the server's SETTINGS, and acknowledges them, from which on they are in effect.
  func acknowledgeSettings() async throws {
    while count(of: 0x4) == 0 { try await Task.sleep(for: .milliseconds(1)) }
    try await write(Self.frame(type: 0x4, flags: 0x1, 0, []))
  }

  /// Returns how many frames of a type the server has sent.
  func count(of type: UInt8) -> Int { frames.counts.withLock { $0[type, default: 0] } }

  private final class Frames: Sendable {
    let counts = Mutex<[UInt8: Int]>([:])
  }

  private final class FrameReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let frames: Frames
    private var bytes = ByteBuffer()

    init(_ frames: Frames) {
      self.frames = frames
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      bytes.writeImmutableBuffer(unwrapInboundIn(data))
      // Nine bytes of header, of which the first three are the length of the payload (RFC 9113, section 4.1).
      while let header = bytes.getBytes(at: bytes.readerIndex, length: 9) {
        let length = header[..<3].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.readSlice(length: 9 + length) != nil else { break }
        frames.counts.withLock { $0[header[3], default: 0] += 1 }
      }
    }
  }

  private func write(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  private static func frame(type: UInt8, flags: UInt8, _ stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
    [0, 0, UInt8(payload.count), type, flags] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: stream >> $0) } + payload
  }
}
#endif
