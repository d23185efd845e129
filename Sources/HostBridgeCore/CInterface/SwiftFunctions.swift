internal import CHostBridge

/// Functions of a host that are written in Swift, and run where those of a host in C would.
///
/// They are registered by the same C functions as any other: what a host can do, so can a host in Swift, and there is
/// one way of a call.
package struct SwiftFunctions: Sendable {
  /// Is given the call's ID and a copy of its request, on the thread of the caller.
  let invoke: @Sendable (_ callID: UInt64, _ request: [UInt8]) -> Void
  /// Is told that nobody waits for the answer any more, on the bridge's loop.
  let cancel: @Sendable (_ callID: UInt64) -> Void

  package init(
    invoke: @escaping @Sendable (_ callID: UInt64, _ request: [UInt8]) -> Void,
    cancel: @escaping @Sendable (_ callID: UInt64) -> Void
  ) {
    self.invoke = invoke
    self.cancel = cancel
  }
}

extension HostFunctions {
  private final class Box: Sendable {
    let functions: SwiftFunctions

    init(_ functions: SwiftFunctions) {
      self.functions = functions
    }

    static func from(_ userData: UnsafeMutableRawPointer?) -> Box? {
      guard let userData = unsafe userData else { return nil }
      return unsafe Unmanaged<Box>.fromOpaque(userData).takeUnretainedValue()
    }
  }

  /// Functions that own what `functions` hold, until `release`.
  init(_ functions: SwiftFunctions) {
    let retained = unsafe Unmanaged.passRetained(Box(functions)).toOpaque()
    unsafe self.init(
      invoke: { callID, request, count, userData in
        guard let box = unsafe Box.from(userData) else { return }
        unsafe box.functions.invoke(callID, AlignedBytes.copy(request, count))
      },
      cancel: { callID, userData in unsafe Box.from(userData)?.functions.cancel(callID) },
      release: { userData in
        guard let userData = unsafe userData else { return }
        unsafe Unmanaged<Box>.fromOpaque(userData).release()
      },
      userData: retained)
  }
}

extension HostBridge {
  /// Answers a call as a host in C does, by what is behind `hostcall_complete`.
  ///
  /// Not inlined: what it does depends on the thread, whose identity must not be carried across a suspension of an
  /// asynchronous caller.
  ///
  /// - Returns: What `hostcall_complete` returns.
  @inline(never)
  package func completeAsHost(_ callID: UInt64, _ answer: BridgeAnswer) -> Status {
    let (outcome, payload) = Outcome.crossing(answer)
    let status = unsafe payload.withUnsafeBufferPointer { bytes in
      unsafe EntryPoint.complete(handleNumber, callID, outcome.rawValue, bytes.baseAddress, bytes.count)
    }
    return Status(rawValue: status) ?? .invalidArgument  // it is one of them
  }

  /// How the request and the response of the call `callID` are encoded, if it is pending.
  package func encodings(of callID: UInt64) -> (request: PayloadEncoding, response: PayloadEncoding)? {
    guard let call = try? pendingCall(callID) else { return nil }
    return (call.requestEncoding, call.responseEncoding)
  }

  /// The time that is left until the deadline of the call `callID`, if it is pending and has one.
  package func remaining(of callID: UInt64) -> Duration? {
    guard let call = try? pendingCall(callID), call.deadline != .never else { return nil }
    return .nanoseconds(call.deadline.remaining(at: clock.now))
  }
}
