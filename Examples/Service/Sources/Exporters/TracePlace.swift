// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Tracing

/// The place of a span in its trace.
struct TracePlace: Sendable {
  let trace: String
  let span: String

  /// Creates the place of a new span.
  init(below parent: TracePlace?) {
    trace = parent?.trace ?? Self.random(words: 2)
    span = Self.random(words: 1)
  }

  /// Parses a `traceparent`: `00-`, 32 digits, `-`, 16 digits, `-` and flags.
  init?(_ traceparent: String) {
    let parts = traceparent.split(separator: "-")
    guard parts.count == 4, parts[1].count == 32, parts[2].count == 16 else { return nil }
    (trace, span) = (String(parts[1]), String(parts[2]))
  }

  var traceparent: String { "00-\(trace)-\(span)-01" }

  private static func random(words: Int) -> String {
    (0..<words).map { _ in
      let digits = String(UInt64.random(in: 1 ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

extension ServiceContext {
  private enum PlaceKey: ServiceContextKey { typealias Value = TracePlace }

  /// The place of the current span.
  var place: TracePlace? {
    get { self[PlaceKey.self] }
    set { self[PlaceKey.self] = newValue }
  }
}
