// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostBridge {
  /// Calls a stream of the host in bytes.
  ///
  /// The host's function runs on the calling thread, and sends items at any time and from any thread. The host may send
  /// `buffer` items before one is taken, and as many more whenever half of them are.
  ///
  /// A stream is a call to the host: it counts among the calls in flight until it ends, inherits metadata and a
  /// deadline, and has the limits of a call. Each item may have the size of a payload.
  ///
  /// - Parameters:
  ///   - wireName: The name under which the host registered the stream.
  ///   - request: The encoded request.
  ///   - requestEncoding: The encoding of `request`, which the host can query.
  ///   - itemEncoding: The encoding that the items must have, which the host can query.
  ///   - buffer: The number of items that the host may send in advance; clamped to 1 to 65,536.
  ///   - timeout: The maximum time from now to the end of the stream; `nil` for no limit except the deadline of the
  ///     call that the task answers.
  ///   - silence: The maximum time for which the host may send nothing while it has credit; `nil` for no limit. Time in
  ///     which it waits for the reader does not count.
  /// - Returns: The reader of the items.
  /// - Throws: The errors of ``callBytes(_:_:requestEncoding:responseEncoding:timeout:)`` that arise before the host is
  ///   called; all others are thrown by ``StreamReader/next(_:)``.
  public func openStream(
    _ wireName: String, _ request: [UInt8], requestEncoding: PayloadEncoding = .cbor,
    itemEncoding: PayloadEncoding = .cbor, buffer: Int = 16, timeout: Duration? = nil, silence: Duration? = nil
  ) async throws(BridgeError) -> StreamReader {
    let call = NamedCall(try WireName(checking: wireName), kind: .stream)
    let encodings = CallEncodings(request: requestEncoding, response: itemEncoding)
    return try await openStream(
      storage.target(named: call, encodings), encodings: encodings, request, buffer: buffer, timeout: timeout,
      silence: silence)
  }

  /// Opens a stream like ``openStream(_:_:requestEncoding:itemEncoding:buffer:timeout:silence:)``, to a target.
  package func openStream(
    _ target: CallTarget, encodings: CallEncodings, _ request: [UInt8], buffer: Int, timeout: Duration?,
    silence: Duration?
  ) async throws(BridgeError) -> StreamReader {
    let opening = StreamOpening(buffer: min(max(1, buffer), 65_536), silence: silence)
    target.counters?.begin(requestSize: request.count)
    do throws(BridgeError) {
      let started = try await storage.start(
        target, encodings: encodings, request: request, deadline: storage.deadline(after: timeout), stream: opening)
      guard let stream = opening.stream else {
        throw BridgeError(code: .invalidArgument, message: "a call cannot be opened as a stream")
      }
      let reference = started.inGroup()
      if silence != nil { storage.recordSilence(stream.startSilence(at: storage.clock.now)) }
      return StreamReader(self, stream, reference, wireName: target.call.name.text, counters: target.counters)
    } catch {
      target.counters?.end(error)
      throw error.named(target.call.name.text)
    }
  }
}
