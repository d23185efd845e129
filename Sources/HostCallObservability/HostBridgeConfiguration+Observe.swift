// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
public import CoreMetrics
public import HostBridgeCore
internal import HostCall
public import Logging
public import Tracing

extension HostBridgeConfiguration {
  /// Has the calls of each bridge, or client, with this configuration logged, measured and traced.
  ///
  ///     var configuration = HostBridgeConfiguration()
  ///     configuration.observe(logger: logger)
  ///     let bridge = HostBridge(configuration: configuration)
  ///
  /// Call this after bootstrapping `MetricsSystem` and `InstrumentationSystem`.
  ///
  /// - Parameters:
  ///   - logger: The logger.
  ///   - metrics: The factory of the metrics.
  ///   - tracer: The tracer.
  ///   - slowCall: The duration from which a call counts as slow.
  public mutating func observe(
    logger: Logger = Logger(label: "hostcall"), metrics: any MetricsFactory = MetricsSystem.factory,
    tracer: any Tracer = InstrumentationSystem.tracer, slowCall: Duration = .seconds(1)
  ) {
    observe(with: HostCallObserver(logger: logger, metrics: metrics, tracer: tracer, slowCall: slowCall))
  }

  /// Has the calls of each bridge, or client, with this configuration observed by `observer`.
  ///
  /// The observer is the outermost interceptor at the side that calls and at the side that handles: it sees each call
  /// once, however often others repeat it, and what they refuse. It also receives the bridge's reports (stale calls,
  /// schemas that differ, and each `HostBridgeReport`), beside the closures of the bridge's initializer.
  ///
  /// - Parameter observer: The observer.
  public mutating func observe(with observer: HostCallObserver) {
    callInterceptors.insert(observer, at: 0)
    handlerInterceptors.insert(observer, at: 0)
    let log = observer.log
    observers.append(
      BridgeObserver(
        onStaleCall: { log.report($0) }, onSchemaMismatch: { log.report($0) }, onReport: { log.report($0) }))
  }
}
#endif
