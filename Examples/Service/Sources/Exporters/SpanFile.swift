// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
package import Tracing

/// A tracer that appends each span to a file, as one line of JSON, and propagates W3C's `traceparent`.
///
/// Source: [W3C Trace Context](https://www.w3.org/TR/trace-context/).
package struct SpanFile: Tracer {
  private static let header = "traceparent"

  private let file: FileHandle
  private let service: String

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path; the file is created if it does not exist.
  ///   - service: The name of the service in the lines.
  package init(_ path: String, service: String) throws {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    self.service = service
  }

  package func startSpan<Instant: TracerInstant>(
    _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
    at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
  ) -> FileSpan {
    var context = context()
    let parent = context.place
    context.place = TracePlace(below: parent)
    let start = instant().nanosecondsSinceEpoch
    return FileSpan(operationName, context, parent: parent, kind: kind, start: start) { line in
      var line = line
      line.service = service
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      guard let json = try? encoder.encode(line) else { return }
      // One write, so that lines of several processes do not mix.
      try? file.write(contentsOf: json + Data("\n".utf8))
    }
  }

  package func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    if let text = extractor.extract(key: Self.header, from: carrier) { context.place = TracePlace(text) }
  }

  package func inject<Carrier, Inject: Injector>(
    _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    if let place = context.place { injector.inject(place.traceparent, forKey: Self.header, into: &carrier) }
  }

  package func forceFlush() {}
}
