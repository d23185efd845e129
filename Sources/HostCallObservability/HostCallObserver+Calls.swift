// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
public import HostCall

extension HostCallObserver {
  /// Observes a call that is made.
  public func intercept<C: HostCallable>(
    _ call: HostOutgoingCall<C>, next: HostCallNext<C>
  ) async -> HostCallOutcome<C> {
    var (call, observed) = (call, ObservedCall(.client, call.wireName))
    let instruments = metrics.begin(observed)
    let span = tracing.start(observed, injectingInto: &call.metadata)
    let outcome = await CallTracing.within(span) { await next(call) }
    observed.end(outcome)
    end(observed, instruments, span)
    return outcome
  }

  /// Observes a stream that is read, from its opening to its end.
  public func interceptStream<S: HostStreamable>(
    _ call: HostOutgoingCall<S>, next: HostStreamNext<S>
  ) async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure> {
    var (call, observed) = (call, ObservedCall(.client, call.wireName))
    let instruments = metrics.begin(observed)
    let span = tracing.start(observed, injectingInto: &call.metadata)
    let stream: Result<HostStream<S.Element, S.Failure>, HostCallError<S.Failure>>
    stream = await CallTracing.within(span) { [call] in
      do throws(HostCallError<S.Failure>) {
        return .success(try await next(call))
      } catch {
        return .failure(error)
      }
    }
    switch stream {
    case .success(let stream):
      return stream.onEnd { [observed] ending in
        var observed = observed
        observed.end(ending)
        end(observed, instruments, span)
      }
    case .failure(let error):
      observed.end(error)
      end(observed, instruments, span)
      throw error
    }
  }
}
#endif
