// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import CoreMetrics
internal import HostBridgeCore

/// The metrics of the calls of one name at one side.
///
/// | Metric | Type | Labels |
/// |---|---|---|
/// | `hostcall_calls_total` | counter | `call`, `side`, `outcome` |
/// | `hostcall_call_duration_seconds` | timer | `call`, `side`, `outcome` |
/// | `hostcall_calls_in_flight` | meter | `call`, `side` |
/// | `hostcall_request_size_bytes`, `hostcall_response_size_bytes` | recorder | `call`, `side` |
/// | `hostcall_repeated_attempts_total` | counter | `call`, `side` |
/// | `hostcall_stream_elements_total` | counter | `call`, `side` |
final class CallInstruments: Sendable {
  private struct Outcome: Sendable {
    let count: Counter
    let duration: Timer
  }

  private let labels: [(String, String)]
  private let factory: any MetricsFactory
  private let inFlight: Meter
  private let requestSize: Recorder
  private let responseSize: Recorder
  private let outcomes = Guarded<[String: Outcome]>([:])

  init(_ side: ObservedCall.Side, _ wireName: String, _ factory: any MetricsFactory) {
    labels = [("call", wireName), ("side", side.rawValue)]
    self.factory = factory
    inFlight = Meter(label: "hostcall_calls_in_flight", dimensions: labels, factory: factory)
    requestSize = Recorder(
      label: "hostcall_request_size_bytes", dimensions: labels, aggregate: true, factory: factory)
    responseSize = Recorder(
      label: "hostcall_response_size_bytes", dimensions: labels, aggregate: true, factory: factory)
  }

  /// Counts a call that begins.
  func begin() { inFlight.increment() }

  /// Counts a call of ``begin()`` as no longer in flight.
  func leave() { inFlight.decrement() }

  /// Counts a call that has ended.
  func end(_ call: ObservedCall) {
    let outcome = instruments(of: call.outcome)
    outcome.count.increment()
    outcome.duration.recordNanoseconds(call.duration.inNanoseconds)
    if let size = call.requestSize { requestSize.record(size) }
    if let size = call.responseSize { responseSize.record(size) }
    if call.attempts > 1 { counter("hostcall_repeated_attempts_total").increment(by: call.attempts - 1) }
    if let elements = call.elements { counter("hostcall_stream_elements_total").increment(by: elements) }
  }

  /// Returns a counter that most names do not need.
  private func counter(_ label: String) -> Counter { Counter(label: label, dimensions: labels, factory: factory) }

  private func instruments(of outcome: String) -> Outcome {
    if let found = outcomes.withLock({ $0[outcome] }) { return found }
    // Created without the lock, since the factory is user code.
    let labels = labels + [("outcome", outcome)]
    let created = Outcome(
      count: Counter(label: "hostcall_calls_total", dimensions: labels, factory: factory),
      duration: Timer(
        label: "hostcall_call_duration_seconds", dimensions: labels, preferredDisplayUnit: .seconds, factory: factory))
    return outcomes.withLock { outcomes in
      if let other = outcomes[outcome] { return other }
      outcomes[outcome] = created
      return created
    }
  }
}
#endif
