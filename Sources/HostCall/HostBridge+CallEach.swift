public import HostBridgeCore

extension HostBridge {
  /// Makes many calls of one type at once, and waits for all of them.
  ///
  ///     let profiles = await bridge.callEach(userIDs.map { FetchProfile(userID: $0) }, timeout: .seconds(2))
  ///
  /// The host's function is invoked for each request, one after the other, on the calling thread; its answers may come in
  /// any order. The task is suspended once, for the last of them: for many small calls that costs a fraction of making
  /// each by itself. Where ``HostBridgeConfiguration/maximumCallsInFlight`` are in flight, the calls that remain wait for
  /// their turns as others do. Cancelling the task ends all calls that have not ended.
  ///
  /// - Parameters:
  ///   - requests: What is asked; all are encoded before the first call is made.
  ///   - timeout: How long to wait for all of them at most, counted from now; nil, the default, to wait for as long as it
  ///     takes.
  /// - Returns: For each request, in their order, its response or its error, as ``call(_:timeout:)`` would throw it. One
  ///   error does not concern the other calls.
  public func callEach<C: HostCallable>(
    _ requests: some Sequence<C>, timeout: Duration? = nil
  ) async -> [Result<C.Response, HostCallError<C.Failure>>] {
    let format = CallFormat(C.self, configuration)
    let encoded = requests.map { request in
      Result { () throws(BridgeError) in try format.encodeRequest(request) }
    }
    let answers = await answerEach(
      to: ObjectIdentifier(C.self), named: { () throws(BridgeError) in try format.descriptor.name.get() }, encoded,
      requestEncoding: format.request, responseEncoding: format.response, timeout: timeout)
    return answers.map { answer in
      Result { () throws(BridgeError) in
        let (callID, payload) = try answer.get()
        return try unsafe format.decodeResponse(payload.span.bytes, of: callID)
      }
      .mapError(format.callError)
    }
  }
}
