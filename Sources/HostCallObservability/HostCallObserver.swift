// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
public import CoreMetrics
internal import HostBridgeCore
public import HostCall
public import Logging
public import Tracing

/// Logs, measures and traces calls and streams, at the side that makes them and at the side that handles them.
///
///     let observer = HostCallObserver(logger: logger)
///     var configuration = HostBridgeConfiguration()
///     configuration.observe(with: observer)
///
/// `configuration.observe()` does both at once; an observer of one's own is useful for several bridges and clients, or
/// to log and measure only (``HostCallObserver/init(logger:metrics:tracer:slowCall:)``).
///
/// Thread safety: safe from any thread.
public struct HostCallObserver: HostCallInterceptor, HostHandlerInterceptor {
  let log: CallLog
  let metrics: CallMetrics
  let tracing: CallTracing

  /// Creates an observer.
  ///
  /// - Parameters:
  ///   - logger: The logger of failed, slow and repeated calls and of the reports of bridges. A logger of the level
  ///     `critical` logs none of them.
  ///   - metrics: The factory of the metrics; by default the one that `MetricsSystem` was bootstrapped with.
  ///   - tracer: The tracer; by default the one that `InstrumentationSystem` was bootstrapped with.
  ///   - slowCall: The duration from which a call counts as slow.
  public init(
    logger: Logger = Logger(label: "hostcall"), metrics: any MetricsFactory = MetricsSystem.factory,
    tracer: any Tracer = InstrumentationSystem.tracer, slowCall: Duration = .seconds(1)
  ) {
    self.init(
      log: CallLog(logger: logger, slowCall: slowCall),
      metrics: CallMetrics(metrics, maximumServedNames: CallMetrics.maximumServedNames),
      tracing: CallTracing(tracer is NoOpTracer ? nil : tracer))
  }

  init(log: CallLog, metrics: CallMetrics, tracing: CallTracing) {
    self.log = log
    self.metrics = metrics
    self.tracing = tracing
  }

  /// Records the end of a call or a stream.
  ///
  /// - Parameters:
  ///   - begun: The metrics among which the call is in flight.
  ///   - ended: The metrics that count the outcome; `nil` for the same.
  func end(_ call: ObservedCall, _ begun: CallInstruments, counting ended: CallInstruments? = nil, _ span: (any Span)?)
  {
    begun.leave()
    (ended ?? begun).end(call)
    log.end(call)
    guard let span else { return }
    tracing.end(span, call)
  }
}
#endif
