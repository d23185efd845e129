// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The reading of a stream over a bridge or another transport.
final class OpenedIteration<S: HostStreamable>: HostStreamIteration {
  private enum State {
    case unopened
    case open(any TransportStream)
    case ended
  }

  private let format: CallFormat<S>
  private let open: @Sendable (inout CallMeasurements) async throws(BridgeError) -> any TransportStream
  /// The metadata that the stream carries; `nil` for that of the task.
  private let metadata: HostCallMetadata?
  private var state = State.unopened
  // Unchecked because it is accessed for each element, and only by the task that reads.
  @exclusivity(unchecked) private var measurements = CallMeasurements(response: 0)

  var sizes: CallMeasurements { unsafe measurements }

  /// - Parameters:
  ///   - format: The format of the stream.
  ///   - metadata: The metadata that the stream carries; `nil` for that of the task that opens it.
  ///   - open: Opens the stream, and states the size of the request.
  init(
    _ format: CallFormat<S>, metadata: HostCallMetadata? = nil,
    _ open: @escaping @Sendable (inout CallMeasurements) async throws(BridgeError) -> any TransportStream
  ) {
    self.format = format
    self.metadata = metadata
    self.open = open
  }

  func next() async throws(HostCallError<S.Failure>) -> S.Element? {
    do throws(BridgeError) {
      guard let stream = try await stream() else { return nil }
      let element = try await stream.next { [self] bytes throws(BridgeError) in
        unsafe measurements.response? += bytes.byteCount
        return try format.decodeResponse(bytes, of: stream.callID)
      }
      if element == nil { state = .ended }
      return element
    } catch {
      // Dropping an open stream gives it up.
      state = .ended
      throw format.callError(error)
    }
  }

  private func stream() async throws(BridgeError) -> (any TransportStream)? {
    switch state {
    case .ended: return nil
    case .open(let stream): return stream
    case .unopened:
      let stream = try await opened()
      state = .open(stream)
      return stream
    }
  }

  private func opened() async throws(BridgeError) -> any TransportStream {
    guard let metadata else { return try await unsafe open(&measurements) }
    return try await HostCallMetadata.withValue(metadata) { () -> Result<any TransportStream, BridgeError> in
      do throws(BridgeError) {
        return .success(try await unsafe open(&measurements))
      } catch {
        return .failure(error)
      }
    }.get()
  }
}
