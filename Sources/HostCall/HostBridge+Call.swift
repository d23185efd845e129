public import HostBridgeCore

extension HostBridge {
  /// Calls a function of the host.
  ///
  ///     let profile = try await bridge.call(FetchProfile(userID: 7), timeout: .seconds(2))
  ///
  /// The host's function is invoked on the calling thread. If it answers before it returns, so does this, without
  /// suspending. Cancelling the task ends the call at once; the host is told, and its answer is dropped.
  ///
  /// - Parameters:
  ///   - request: What is asked; it names the call, its response and its failure by its type.
  ///   - timeout: How long to wait at most, counted from now; nil, the default, to wait for as long as it takes. Zero
  ///     and less is over before the host is called.
  /// - Returns: The response.
  /// - Throws: An error whose code is ``HostCallCode/failed`` with the typed failure, ``HostCallCode/unknown`` or
  ///   another code with the host's message, ``HostCallCode/unimplemented`` if nobody registered the call,
  ///   ``HostCallCode/deadlineExceeded``, ``HostCallCode/cancelled``, ``HostCallCode/unavailable`` if the bridge is
  ///   closed, ``HostCallCode/resourceExhausted`` if the request or the answer is too large, or too many calls are
  ///   in flight and may not wait (``HostBridgeConfiguration/overloadPolicy``),
  ///   ``HostCallCode/invalidArgument`` if the request can't be encoded or the call has no valid wire name, and
  ///   ``HostCallCode/internal`` if the answer does not decode, or is a failure that the call does not declare.
  public func call<C: HostCallable>(
    _ request: C, timeout: Duration? = nil
  ) async throws(HostCallError<C.Failure>) -> C.Response {
    let format = CallFormat(C.self, configuration)
    do throws(BridgeError) {
      let deadline = deadline(after: timeout)
      let call: PendingCall
      if format.request == .raw {
        try format.check()
        if try !enter(requestSize: format.descriptor.request.size) { try await waitForPlace(deadline) }
        call = try format.beginRaw(request, on: self, deadline)
      } else {
        switch try format.beginEncoded(request, on: self, deadline) {
        case .call(let begun): call = begun
        case .waits(let bytes):
          try await waitForPlace(deadline)
          call = try unsafe format.begin(bytes.span.bytes, on: self, deadline)
        }
      }
      if !isDecided(call) { await wait(for: call) }
      return try withOutcome(call) { bytes throws(BridgeError) in try format.decodeResponse(bytes, of: call.id) }
    } catch {
      throw format.callError(error)
    }
  }

  /// Checks that the host has registered every one of `calls`, for the schemas that they have, so that what is missing
  /// shows at the start and not in the first call.
  ///
  /// Declares them as well; see ``declare(_:)``.
  ///
  ///     try bridge.require(FetchProfile.self, ReadClock.self)
  ///
  /// - Throws: ``HostCallCode/unimplemented``, with the wire names of *all* that are missing;
  ///   ``HostCallCode/unavailable`` if the bridge is closed; and what ``declare(_:)`` throws.
  public func require<each C: HostCallable>(_ calls: repeat (each C).Type) throws(HostCallError<Never>) {
    do throws(BridgeError) {
      let calls = try named(repeat (each C).self)
      if isClosed { throw .bridgeClosed.named(calls.first?.name.text ?? "") }
      let missing = try unregistered(among: calls.map(\.name.text))
      guard missing.isEmpty else {
        throw BridgeError(
          code: .unimplemented, message: "the host has not registered: \(missing.joined(separator: ", "))",
          wireName: missing.first)
      }
      for call in calls { try declare(call) }
    } catch {
      throw HostCallError(error)
    }
  }
}
