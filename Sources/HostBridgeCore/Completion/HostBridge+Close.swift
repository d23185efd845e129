// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostBridge {
  /// Closes the bridge.
  ///
  /// Refuses new calls, fails the core's pending calls with ``HostCallCode/unavailable``, replies to the host's that
  /// they are cancelled, waits for running callbacks of the host, releases every handler, and invalidates the handle.
  /// After it returns, no callback of the host runs.
  ///
  /// Waits for the host's callbacks only, never for Swift tasks. Closing again waits for the first close; it also ends
  /// the grace time of a ``close(grace:)``. Ignores cancellation. Must not be awaited by anything that a callback of
  /// this bridge waits for.
  ///
  /// Thread safety: safe from any task, and more than once.
  public func close() async {
    storage.beginClosing()
    await storage.waitUntilClosed()
  }

  /// Closes the bridge once every call to the core has its reply, or after a grace time.
  ///
  /// Until then the host can make no new calls, while running functions may still call the host and receive answers. A
  /// function whose call the host has cancelled is not waited for. The close then continues as ``close()``. If the
  /// bridge is already closing, with or without grace, this waits for that close, and changes at most its grace time.
  /// Ignores cancellation.
  ///
  ///     bridge.failPending(.unavailable, message: "shutting down")  // ends functions that wait for an answer
  ///     await bridge.close(grace: .seconds(5))
  ///
  /// - Parameter grace: How long to wait for the replies at most, from now. Zero or less closes at once, and ends the
  ///   grace time of another close.
  public func close(grace: Duration) async {
    storage.beginDraining(until: storage.deadline(after: grace))
    await storage.waitUntilClosed()
  }

  /// Fails every pending call to the host, and every call that waits for a permit; the bridge stays open.
  ///
  /// The host is notified of each call that ends, and its later answer is refused. A call whose `invoke` has not
  /// started continues. Does nothing on a closed bridge.
  ///
  /// Complexity: linear in the maximum number of calls that were in flight at once. Thread safety: safe from any
  /// thread.
  ///
  /// - Parameters:
  ///   - code: The code of the callers' errors: one of gRPC's sixteen; any other becomes ``HostCallCode/unknown``.
  ///   - message: The message of the callers' errors.
  public func failPending(_ code: HostCallCode = .unavailable, message: String) {
    var message = message
    let code = code.isGRPC ? code : .unknown
    message.withUTF8 { unsafe storage.failPending(code, UnsafeRawBufferPointer($0)) }
  }
}
