// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostBridge {
  /// Lets the host call a stream under `wireName`, in bytes.
  ///
  /// `function` runs as one of ``exposeBytes(_:executorPreference:_:)`` does, sends any number of items, and returns
  /// how the stream ends. The host receives the end after all items. If the host gives the stream up, or its deadline
  /// passes or the bridge closes, the task is cancelled, senders that wait are resumed with an error, and items that
  /// the host has not received are dropped.
  ///
  /// - Parameters:
  ///   - wireName: The name under which the host calls the stream; a function and a stream cannot share one.
  ///   - executor: The executor that the task prefers, as for ``exposeBytes(_:executorPreference:_:)``.
  ///   - function: The function that sends the items.
  /// - Throws: ``HostCallCode/invalidArgument`` if `wireName` is not a valid name, ``HostCallCode/unavailable`` if the
  ///   bridge is closed.
  public func exposeStreamBytes(
    _ wireName: String, executorPreference executor: (any TaskExecutor)? = nil, _ function: @escaping ExposedStream
  ) throws(HostSetupError) {
    let call = NamedCall(try WireName(registering: wireName), kind: .stream)
    try exposeStream(call, executorPreference: executor, function)
  }

  /// Exposes a stream like ``exposeStreamBytes(_:executorPreference:_:)``, with a schema for the host.
  package func exposeStream(
    _ call: NamedCall, executorPreference executor: (any TaskExecutor)?, _ function: @escaping ExposedStream
  ) throws(HostSetupError) {
    try expose(call, executorPreference: executor, StreamSender.function(function))
  }
}
