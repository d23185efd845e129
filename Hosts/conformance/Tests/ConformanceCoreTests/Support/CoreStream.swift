// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostCall

/// A stream of the core, as a host in C reads it.
struct CoreStream<Request: HostStreamable>: AsyncSequence, Sendable {
  typealias Element = Request.Element

  let bridge: hostcall_bridge
  let request: Request
  let buffer: Int
  let timeout: Duration?

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  /// The iterator, which gives the stream up when it is dropped.
  final class AsyncIterator: AsyncIteratorProtocol {
    private typealias Items = AsyncThrowingStream<[UInt8], any Error>

    private let bridge: hostcall_bridge
    private var number: UInt64 = 0
    private var items: Items.AsyncIterator

    init(_ stream: CoreStream) {
      bridge = stream.bridge
      let (items, continuation) = Items.makeStream()
      self.items = items.makeAsyncIterator()
      let request = Payload.encode(stream.request, isRaw: Request.wireFormat == .raw)
      let sink = StreamSink(
        item: { continuation.yield($0) },
        end: { outcome, payload in
          let error = HostCallError<Request.Failure>(outcome: outcome, payload, Request.wireName)
          continuation.finish(throwing: outcome == HOSTCALL_REPLY_OK ? nil : error)
        })
      let box = Unmanaged.passRetained(sink)
      var options = hostcall_call_options()
      options.size = MemoryLayout<hostcall_call_options>.size
      options.timeout_ns = stream.timeout.map { Int64($0 / .nanoseconds(1)) } ?? 0
      let status = hostcall_call_stream(
        bridge, Request.wireName, request, request.count, &options,
        { item, count, context in
          let sink = Unmanaged<StreamSink>.fromOpaque(context!).takeUnretainedValue()
          sink.item(Array(UnsafeBufferPointer(start: item, count: count)))
        },
        { outcome, payload, count, context in
          let sink = Unmanaged<StreamSink>.fromOpaque(context!).takeRetainedValue()
          sink.end(outcome, Array(UnsafeBufferPointer(start: payload, count: count)))
        }, box.toOpaque(), &number)
      if status == HOSTCALL_OK {
        _ = hostcall_grant(bridge, number, UInt32(stream.buffer))
      } else {
        box.release()
        continuation.finish(
          throwing: HostCallError<Never>(outcome: -status, Array(lastError().utf8), Request.wireName))
      }
    }

    deinit { _ = hostcall_cancel(bridge, number) }

    func next() async throws -> Element? {
      guard let item = try await items.next() else { return nil }
      _ = hostcall_grant(bridge, number, 1)
      return try Payload.decode(Element.self, item, isRaw: Request.wireFormat == .raw)
    }
  }
}
