// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The rest of a stream's way through the interceptors of its caller.
///
/// Thread safety: a value.
public struct HostStreamNext<S: HostStreamable>: Sendable {
  typealias Make = @Sendable (HostOutgoingCall<S>) -> HostStream<S.Element, S.Failure>

  private var interceptors: ArraySlice<any HostCallInterceptor>
  private let make: Make

  /// - Parameters:
  ///   - interceptors: The interceptors, the outermost first.
  ///   - make: Creates the stream, which is opened when its first element is requested.
  init(_ interceptors: [any HostCallInterceptor], _ make: @escaping Make) {
    self.interceptors = interceptors[...]
    self.make = make
  }

  /// Passes a stream on.
  ///
  /// Read the returned stream at most once, since what `onEnd` observes of it, as an observer inside does, belongs to
  /// one reading; call `next` again for another.
  ///
  /// - Parameter call: The request of the stream, which may have been changed, as may its metadata.
  /// - Returns: The stream. Each of its iterators opens one.
  /// - Throws: The error of an interceptor.
  public func callAsFunction(
    _ call: HostOutgoingCall<S>
  ) async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure> {
    try await call.withMetadata { call -> Result<HostStream<S.Element, S.Failure>, HostCallError<S.Failure>> in
      guard let first = interceptors.first else { return .success(make(call)) }
      var next = self
      next.interceptors = interceptors.dropFirst()
      do throws(HostCallError<S.Failure>) {
        return .success(try await first.interceptStream(call, next: next))
      } catch {
        return .failure(error)
      }
    }.get()
  }
}
