// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import HostBridgeCore
internal import HostCall
internal import HostCallGRPC
internal import Tracing

/// Creates the spans of calls, by OpenTelemetry's conventions for RPC.
///
///     hostcall/fetch_profile       a client span, and below it a server span, perhaps of another process
///       rpc.system.name            hostcall
///       rpc.method                 hostcall/fetch_profile: the path of the call over gRPC, also within a process
///       rpc.status_code            ok, or the name of the code
///       error.type                 the name of the code, if there is an error
///       network.peer.address       the peer's address, and network.peer.port its port, at a server
///
/// The span of a name that a server does not know is `hostcall`, with `_OTHER` for `rpc.method` and the name in
/// `rpc.method_original`.
///
/// Source: [OpenTelemetry's conventions for RPC spans](https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/) in
/// version 1.45, the first in which they are stable.
struct CallTracing: Sendable {
  private static let system = "hostcall"

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
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - peer: The peer that has made it; `nil` within a process.
  ///   - metadata: What the call carries.
  func start(
    _ call: ObservedCall, from peer: HostCallPeer?, extractingFrom metadata: HostCallMetadata
  ) -> (any Span)? {
    guard let tracer else { return nil }
    var context = ServiceContext.topLevel
    tracer.extract(metadata, into: &context, using: MetadataCarrier())
    let span = start(call, tracer, context, .server)
    guard let peer else { return span }
    let (address, port) = Self.parts(of: peer.address)
    span.updateAttributes { attributes in
      attributes["network.peer.address"] = address
      if let port { attributes["network.peer.port"] = port }
    }
    return span
  }

  /// Returns the address or path, and the port, of a peer's address.
  static func parts(of peer: String) -> (address: String, port: Int?) {
    if peer.hasPrefix("unix:") { return (String(peer.dropFirst(5)), nil) }
    guard let colon = peer.lastIndex(of: ":"), let port = UInt16(peer[peer.index(after: colon)...]) else {
      return (peer, nil)
    }
    let address = peer[..<colon]
    return (String(address.hasPrefix("[") ? address.dropFirst().dropLast() : address), Int(port))
  }

  private func start(
    _ call: ObservedCall, _ tracer: any Tracer, _ context: ServiceContext, _ kind: SpanKind
  ) -> any Span {
    let method = GRPCMethod.path(of: call.wireName)
    let span = tracer.startAnySpan(method, context: context, ofKind: kind)
    span.updateAttributes { attributes in
      attributes["rpc.system.name"] = Self.system
      attributes["rpc.method"] = method
    }
    return span
  }

  /// Gives the span of a call without a handler a name and a method that its caller does not choose.
  func hideName(of call: ObservedCall, _ span: (any Span)?) {
    span?.operationName = Self.system
    span?.updateAttributes { attributes in
      attributes["rpc.method"] = "_OTHER"
      attributes["rpc.method_original"] = GRPCMethod.path(of: call.wireName)
    }
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
      attributes["rpc.status_code"] = call.outcome
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
