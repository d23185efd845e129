// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import HostBridgeCore
internal import HostCall
internal import Tracing

/// Creates the spans of calls, by OpenTelemetry's conventions for RPC.
///
///     hostcall/fetch_profile     a client span, and below it a server span, perhaps of another process
///       rpc.system               hostcall
///       rpc.service              hostcall, or what precedes the last dot of the name
///       rpc.method               fetch_profile
///       error.type               the name of the code, if there is an error
///
/// Source: [OpenTelemetry's conventions for RPC spans](https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/).
struct CallTracing: Sendable {
  /// The tracer; `nil` if there is none, so that calls do nothing for it.
  private let tracer: (any Tracer)?

  init(_ tracer: (any Tracer)?) {
    self.tracer = tracer
  }

  /// Starts the span of a call that is made, and has the call carry it.
  func start(_ call: ObservedCall, injectingInto metadata: inout HostCallMetadata) -> (any Span)? {
    guard let tracer else { return nil }
    var parent = ServiceContext.current
    if parent == nil {
      // The task may know its trace by metadata only, as a handler that is not observed does.
      var context = ServiceContext.topLevel
      tracer.extract(metadata, into: &context, using: MetadataCarrier())
      parent = context
    }
    let span = start(call, tracer, parent ?? .topLevel, .client)
    tracer.inject(span.context, into: &metadata, using: MetadataCarrier())
    return span
  }

  /// Starts the span of a call that is handled, below the one that the call carries.
  func start(_ call: ObservedCall, extractingFrom metadata: HostCallMetadata) -> (any Span)? {
    guard let tracer else { return nil }
    var context = ServiceContext.topLevel
    tracer.extract(metadata, into: &context, using: MetadataCarrier())
    return start(call, tracer, context, .server)
  }

  private func start(
    _ call: ObservedCall, _ tracer: any Tracer, _ context: ServiceContext, _ kind: SpanKind
  ) -> any Span {
    let (service, method) = Self.method(of: call.wireName)
    let span = tracer.startAnySpan("\(service)/\(method)", context: context, ofKind: kind)
    span.updateAttributes { attributes in
      attributes["rpc.system"] = "hostcall"
      attributes["rpc.service"] = service
      attributes["rpc.method"] = method
    }
    return span
  }

  /// Gives the span of a call without a handler a name that its caller does not choose.
  func rename(_ span: (any Span)?) {
    span?.operationName = "hostcall/\(CallMetrics.unknownName)"
  }

  /// Ends the span of a call.
  ///
  /// At the handler's side, only errors that are not the caller's or part of the interface make the span an error.
  func end(_ span: any Span, _ call: ObservedCall) {
    span.updateAttributes { attributes in
      if let id = call.callID { attributes["rpc.hostcall.call_id"] = Int64(clamping: id) }
      if let size = call.requestSize { attributes["rpc.hostcall.request_size"] = size }
      if let size = call.responseSize { attributes["rpc.hostcall.response_size"] = size }
      if call.attempts > 1 { attributes["rpc.hostcall.attempts"] = call.attempts }
      if let elements = call.elements { attributes["rpc.hostcall.elements"] = elements }
      if call.code != nil { attributes["error.type"] = call.outcome }
    }
    if let code = call.code, call.side == .client || Self.isServerError(code) {
      span.setStatus(SpanStatus(code: .error, message: call.message))
    }
    span.end()
  }

  /// Returns whether a code makes the span of a handler an error, as the conventions require for gRPC.
  private static func isServerError(_ code: HostCallCode) -> Bool {
    switch code {
    case .unknown, .deadlineExceeded, .unimplemented, .internal, .unavailable, .dataLoss: true
    default: false
    }
  }

  /// Returns the service and the method of a name, as over gRPC: what precedes and what follows its last dot.
  static func method(of wireName: String) -> (service: String, method: String) {
    guard let dot = wireName.lastIndex(of: "."), dot != wireName.startIndex,
      wireName.index(after: dot) != wireName.endIndex
    else { return ("hostcall", wireName) }
    return (String(wireName[..<dot]), String(wireName[wireName.index(after: dot)...]))
  }

  // MARK: Running inside a span

  /// Runs `body` with `span` as the current one.
  static func within<Result: Sendable>(_ span: (any Span)?, _ body: () async -> Result) async -> Result {
    guard let span else { return await body() }
    return await ServiceContext.withValue(span.context) { await body() }
  }

  /// Runs a handler with `span` as the current one, in the task's metadata as well, so that calls that are not observed
  /// carry it too.
  func handling<Result: Sendable>(_ span: (any Span)?, _ body: () async -> Result) async -> Result {
    guard let span, let tracer else { return await body() }
    var metadata = HostCallMetadata.current
    tracer.inject(span.context, into: &metadata, using: MetadataCarrier())
    return await HostCallMetadata.withValue(metadata) { await Self.within(span, body) }
  }
}
#endif
