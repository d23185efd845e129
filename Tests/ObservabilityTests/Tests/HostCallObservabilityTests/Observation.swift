// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import HostCall
@testable import HostCallObservability
import InMemoryLogging
import InMemoryTracing
import Logging
import MetricsTestKit
import Testing
import Tracing

/// What a test observes: entries of the log, metrics and spans in memory.
struct Observation {
  let log = InMemoryLogHandler()
  let metrics = TestMetrics()
  let tracer = InMemoryTracer(idGenerator: .incrementing)

  func observer(slowCall: Duration = .seconds(60)) -> HostCallObserver {
    var handler = log
    handler.logLevel = .trace
    let logger = Logger(label: "test") { [handler] _ in handler }
    return HostCallObserver(logger: logger, metrics: metrics, tracer: tracer, slowCall: slowCall)
  }

  /// An observer of a server, which learns at most so many names.
  func observer(maximumServedNames: Int) -> HostCallObserver {
    let observer = observer()
    return HostCallObserver(
      log: observer.log, metrics: CallMetrics(metrics, maximumServedNames: maximumServedNames),
      tracing: observer.tracing)
  }

  func configuration(slowCall: Duration = .seconds(60)) -> HostBridgeConfiguration {
    var configuration = HostBridgeConfiguration()
    configuration.observe(with: observer(slowCall: slowCall))
    return configuration
  }

  /// Calls `body` with a bridge that is observed and finds two people.
  func withBridge(slowCall: Duration = .seconds(60), _ body: (HostBridge) async throws -> Void) async throws {
    let bridge = HostBridge(configuration: configuration(slowCall: slowCall))
    try bridge.handle(FindPerson.self) { request, _ in
      switch request.id {
      case 1: return .init(name: "Ada")
      case 2: throw FindPerson.Failure.unknown(id: 2)
      default: throw Unexpected()
      }
    }
    try await body(bridge)
    await bridge.close()
  }

  // MARK: Metrics

  func count(_ name: String, _ side: String, _ outcome: String) -> Int64 {
    metrics.counterTotal(
      label: "hostcall_calls_total", dimensions: [("call", name), ("side", side), ("outcome", outcome)])
  }

  func total(_ label: String, _ name: String, _ side: String) -> Int64 {
    metrics.counterTotal(label: label, dimensions: [("call", name), ("side", side)])
  }

  func inFlight(_ name: String, _ side: String) -> Double? {
    metrics.meters(label: "hostcall_calls_in_flight", dimensions: [("call", name), ("side", side)]).first?.lastValue
  }

  func sizes(_ what: String, _ name: String, _ side: String) -> [Double] {
    metrics.recorders(label: "hostcall_\(what)_size_bytes", dimensions: [("call", name), ("side", side)])
      .flatMap(\.values)
  }

  // MARK: Spans and entries

  func span(_ name: String, _ kind: SpanKind) throws -> FinishedInMemorySpan {
    try #require(tracer.finishedSpans.first { $0.operationName == name && $0.kind == kind })
  }

  /// The entries of a message at one side, or of a report.
  func entries(_ message: String, side: String? = nil) -> [InMemoryLogHandler.Entry] {
    log.entries.filter { entry in
      "\(entry.message)" == message && (side == nil || entry.metadata["hostcall.side"] == "\(side ?? "")")
    }
  }

  /// Waits until there is an entry of a message.
  func entry(_ message: String) async throws -> InMemoryLogHandler.Entry {
    while true {
      if let entry = entries(message).first { return entry }
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}

extension FinishedInMemorySpan {
  func text(_ key: String) -> String? {
    if case .string(let text)? = attributes.get(key) { text } else { nil }
  }
}
