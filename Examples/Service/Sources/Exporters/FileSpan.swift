// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization
package import Tracing

/// A span that becomes a line of a ``SpanFile`` when it ends.
package final class FileSpan: Span {
  /// The line.
  struct Line: Codable, Sendable {
    var trace: String
    var span: String
    var parent: String?
    var service = ""
    var name: String
    var kind: String
    var startNanoseconds: UInt64
    var durationMicroseconds: UInt64 = 0
    var error: String?
    var attributes: [String: String] = [:]
  }

  private struct State {
    var line: Line
    var attributes = SpanAttributes()
    var hasEnded = false
  }

  package let context: ServiceContext
  private let state: Mutex<State>
  private let onEnd: @Sendable (Line) -> Void

  init(
    _ name: String, _ context: ServiceContext, parent: TracePlace?, kind: SpanKind, start: UInt64,
    _ onEnd: @escaping @Sendable (Line) -> Void
  ) {
    self.context = context
    self.onEnd = onEnd
    state = Mutex(
      State(
        line: Line(
          trace: context.place?.trace ?? "", span: context.place?.span ?? "", parent: parent?.span, name: name,
          kind: "\(kind)", startNanoseconds: start)))
  }

  package var operationName: String {
    get { state.withLock { $0.line.name } }
    set { state.withLock { $0.line.name = newValue } }
  }

  package var attributes: SpanAttributes {
    get { state.withLock { $0.attributes } }
    set { state.withLock { $0.attributes = newValue } }
  }

  package var isRecording: Bool { state.withLock { !$0.hasEnded } }

  package func setStatus(_ status: SpanStatus) {
    guard status.code == .error else { return }
    state.withLock { $0.line.error = status.message ?? "error" }
  }

  package func addEvent(_ event: SpanEvent) {}

  package func recordError<Instant: TracerInstant>(
    _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
  ) {
    state.withLock { $0.line.error = "\(error)" }
  }

  package func addLink(_ link: SpanLink) {}

  package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
    let end = instant().nanosecondsSinceEpoch
    let line = state.withLock { state -> Line? in
      guard !state.hasEnded else { return nil }
      state.hasEnded = true
      state.line.durationMicroseconds = (end - min(end, state.line.startNanoseconds)) / 1000
      state.attributes.forEach { state.line.attributes[$0] = Self.text($1) }
      return state.line
    }
    if let line { onEnd(line) }
  }

  private static func text(_ attribute: SpanAttribute) -> String {
    switch attribute {
    case .string(let text): text
    case .int32(let number): "\(number)"
    case .int64(let number): "\(number)"
    case .double(let number): "\(number)"
    case .bool(let value): "\(value)"
    default: "\(attribute)"
    }
  }
}
