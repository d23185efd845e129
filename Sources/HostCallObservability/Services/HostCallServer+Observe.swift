// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC && Observability
internal import HostBridgeCore
public import HostCall
public import HostCallGRPC

extension HostCallServer {
  /// Creates a server whose schema mismatches, and handlers' errors that peers do not receive, are logged.
  ///
  /// The calls themselves are observed where they are handled, so give the bridge's configuration the observer as well
  /// (`HostBridgeConfiguration.observe(with:)`).
  ///
  /// - Parameters:
  ///   - transport: The transport that answers the calls.
  ///   - configuration: The limits and checks.
  ///   - interceptors: The interceptors around everything that the server serves, the outermost first, such as a
  ///     `HostCallAuthorization`. The observer is one of them only if it is listed.
  ///   - observer: The observer.
  public convenience init(
    answering transport: any HostCallTransport, configuration: Configuration = Configuration(),
    interceptors: [any HostHandlerInterceptor] = [], observer: HostCallObserver
  ) {
    let log = observer.log
    self.init(
      answering: transport, configuration: configuration, interceptors: interceptors,
      onSchemaMismatch: { log.report($0) }, onHandlerError: { log.report($0) })
  }
}
#endif
