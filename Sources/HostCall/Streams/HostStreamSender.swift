// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Sends the elements of a stream that a handler answers.
///
///     try bridge.handleStream(WatchBalance.self) { request, context, send in
///       for await balance in accounts.changes(of: request.userID) { try await send(balance) }
///     }
///
/// Thread safety: safe from any task; elements are received in the order in which the sends took effect.
public struct HostStreamSender<Element: Sendable, DeclaredFailure: Error & Codable & Sendable>: Sendable {
  private let sender: StreamSender
  private let encode: @Sendable (Element) throws(BridgeError) -> [UInt8]

  init(_ sender: StreamSender, _ encode: @escaping @Sendable (Element) throws(BridgeError) -> [UInt8]) {
    self.sender = sender
    self.encode = encode
  }

  /// Sends an element, waiting until the receiver has granted credit for it.
  ///
  /// - Parameter element: The element.
  /// - Throws: `cancelled` if the receiver has given the stream up, the stream has ended otherwise, or the
  ///   task is cancelled while it waits; `internal` if the element cannot be encoded, after which the
  ///   stream continues; `resourceExhausted` if it is larger than a payload may be, which ends the stream.
  public func callAsFunction(_ element: Element) async throws(HostCallError<DeclaredFailure>) {
    do throws(BridgeError) {
      try await sender.send(try encode(element))
    } catch {
      throw HostCallError(code: error.code, message: error.message)
    }
  }

  /// Returns the same sender, which passes each element to `body` before it is sent.
  func onElement(_ body: @escaping @Sendable (Element) -> Void) -> HostStreamSender {
    HostStreamSender(sender) { [encode] element throws(BridgeError) in
      let bytes = try encode(element)
      body(element)
      return bytes
    }
  }

  /// The counts of the elements that were sent; `nil` without interceptors.
  var counts: StreamCounts? { sender.counts }

  /// The number of elements that the receiver has taken, once it has given the stream up; `nil` before that.
  ///
  /// If the receiver is a client over gRPC, this counts the elements that the server has taken to send, of which the
  /// client may not have received the last.
  public var taken: UInt64? { sender.taken }
}
