// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The rest of a call's way through the interceptors of its caller.
///
/// Thread safety: safe from any task; a copy may be called from child tasks, for two attempts at the same time.
public struct HostCallNext<C: HostCallable>: Sendable {
  typealias Make =
    @Sendable (HostOutgoingCall<C>, inout CallMeasurements) async throws(BridgeError) -> C.Response

  private var interceptors: ArraySlice<any HostCallInterceptor>
  private let format: CallFormat<C>
  /// How often the call has been made.
  private let attempts = AttemptCounter()
  private let make: Make

  /// - Parameters:
  ///   - interceptors: The interceptors, the outermost first.
  ///   - format: The format of the call.
  ///   - make: Makes the call.
  init(_ interceptors: [any HostCallInterceptor], _ format: CallFormat<C>, _ make: @escaping Make) {
    self.interceptors = interceptors[...]
    self.format = format
    self.make = make
  }

  /// Passes a call on.
  ///
  /// - Parameter call: The call, whose request and metadata may have been changed.
  /// - Returns: The outcome.
  public func callAsFunction(_ call: HostOutgoingCall<C>) async -> HostCallOutcome<C> {
    await call.withMetadata { call in
      guard let first = interceptors.first else { return await outcome(of: call) }
      var (call, next) = (call, self)
      call.attempt = attempts.count + 1
      next.interceptors = interceptors.dropFirst()
      return await first.intercept(call, next: next)
    }
  }

  /// Passes a call through all interceptors, and returns what its caller receives.
  func result(of call: HostOutgoingCall<C>) async -> Result<C.Response, HostCallError<C.Failure>> {
    await self(call).result.mapError { $0.thrown(byCallTo: call.wireName) }
  }

  private func outcome(of call: HostOutgoingCall<C>) async -> HostCallOutcome<C> {
    let attempt = attempts.add()
    let start = call.clock.now
    var measured = CallMeasurements()
    let result: Result<C.Response, HostCallError<C.Failure>>
    do throws(BridgeError) {
      result = .success(try await make(call, &measured))
    } catch {
      measured.response = error.failure?.count
      result = .failure(format.callError(error))
    }
    // The first attempt of the transport is counted already.
    let repeated = measured.attempts - 1
    attempts.add(repeated)
    return HostCallOutcome(result, measured, duration: call.clock.now.since(start), attempts: attempt + repeated)
  }
}
