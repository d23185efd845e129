// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall

/// What interceptors have seen, in order.
final class InterceptorLog: Sendable {
  private let entries = Guarded<[String]>([])

  func append(_ entry: String) { entries.withLock { $0.append(entry) } }

  /// Returns the entries, and removes them.
  func take() -> [String] {
    entries.withLock { entries in
      defer { entries = [] }
      return entries
    }
  }
}

/// Logs what it sees on both sides, under a name.
struct Logging: HostCallInterceptor, HostHandlerInterceptor {
  @TaskLocal static var name = ""

  let name: String
  let log: InterceptorLog

  func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C> {
    log.append("\(name) calls \(call.wireName) \(call.attempt) in \(Self.name)")
    let outcome = await Self.$name.withValue(name) { await next(call) }
    log.append("\(name) has \(Self.text(of: outcome))")
    return outcome
  }

  func interceptStream<S: HostStreamable>(
    _ call: HostOutgoingCall<S>, next: HostStreamNext<S>
  ) async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure> {
    log.append("\(name) opens \(call.wireName)")
    return try await next(call).onEnd { log.append("\(name) has \(Self.text(of: $0))") }
  }

  func intercept<C: HostCallable>(_ call: HostIncomingCall<C>, next: HostHandlerNext<C>) async -> HostCallOutcome<C> {
    log.append("\(name) handles \(call.context.wireName) of \(call.requestSize)")
    let outcome = await next(call)
    log.append("\(name) answers \(Self.text(of: outcome))")
    return outcome
  }

  func interceptStream<S: HostStreamable>(
    _ call: HostIncomingCall<S>, next: HostStreamHandlerNext<S>
  ) async -> HostStreamEnd<S.Failure> {
    log.append("\(name) streams \(call.context.wireName) of \(call.requestSize)")
    let end = await next(call)
    log.append("\(name) ends \(Self.text(of: end))")
    return end
  }

  private static func text<C>(of outcome: HostCallOutcome<C>) -> String {
    let sizes = [outcome.requestSize, outcome.responseSize].map { $0.map { "\($0)" } ?? "-" }
    return "\(outcome.code?.description ?? "response") \(sizes.joined(separator: " ")) \(outcome.attempts)"
  }

  private static func text<Failure>(of end: HostStreamEnd<Failure>) -> String {
    let ending =
      switch end.ending {
      case .finished: "finished"
      case .failed(let error): "\(error.code)"
      case .givenUp: "given up"
      }
    let sizes = [end.requestSize, end.elementBytes].map { $0.map { "\($0)" } ?? "-" }
    return "\(ending) \(end.elements) \(sizes.joined(separator: " "))"
  }
}

/// Logs the part of handlers in bytes.
struct LoggingBytes: HostHandlerInterceptor {
  let name: String
  let log: InterceptorLog

  func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
    log.append("\(name) \(call.isStream ? "streams" : "handles") bytes of \(call.wireName) \(call.requestSize)")
    let outcome = await next(call)
    let numbers = [outcome.responseSize, outcome.elements].map { $0.map { "\($0)" } ?? "-" }
    log.append("\(name) answers \(outcome.code?.description ?? "response") \(numbers.joined(separator: " "))")
    return outcome
  }
}

/// Answers calls, makes them again, or changes what they carry.
struct Changing: HostCallInterceptor {
  enum Change {
    case refuse
    /// Answers `FetchProfile` with a failure.
    case fail(FetchProfile.Failure)
    /// Answers `FetchProfile` with a response.
    case respond(FetchProfile.Response)
    case attempts(Int)
    case metadata(String)
    case taskMetadata(String)
  }

  let change: Change

  func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C> {
    var call = call
    switch change {
    case .refuse: return HostCallOutcome(.failure(HostCallError(code: .permissionDenied, message: "not now")))
    case .fail(let failure):
      let outcome = HostCallOutcome<FetchProfile>(.failure(HostCallError(failure: failure)))
      if let outcome = outcome as? HostCallOutcome<C> { return outcome }
      return await next(call)
    case .respond(let response):
      if let outcome = HostCallOutcome<FetchProfile>(.success(response)) as? HostCallOutcome<C> { return outcome }
      return await next(call)
    case .attempts(let limit):
      var outcome = await next(call)
      while outcome.code != nil, outcome.attempts < limit { outcome = await next(call) }
      return outcome
    case .metadata(let value):
      try? call.metadata.set(value, forKey: "tenant")
      return await next(call)
    case .taskMetadata(let value):
      var metadata = HostCallMetadata.current
      try? metadata.set(value, forKey: "tenant")
      return await HostCallMetadata.withValue(metadata) { await next(call) }
    }
  }

  func interceptStream<S: HostStreamable>(
    _ call: HostOutgoingCall<S>, next: HostStreamNext<S>
  ) async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure> {
    var call = call
    switch change {
    case .refuse: throw HostCallError(code: .permissionDenied, message: "not now")
    case .metadata(let value): try? call.metadata.set(value, forKey: "tenant")
    case .attempts, .taskMetadata, .fail, .respond: break
    }
    return try await next(call)
  }
}

extension HostBridgeConfiguration {
  static func intercepting(
    calls: [any HostCallInterceptor] = [], handlers: [any HostHandlerInterceptor] = []
  ) -> HostBridgeConfiguration {
    var configuration = HostBridgeConfiguration()
    configuration.callInterceptors = calls
    configuration.handlerInterceptors = handlers
    return configuration
  }
}
