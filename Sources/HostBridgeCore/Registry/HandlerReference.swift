/// A handler that something else keeps alive.
///
/// Good while the handler is registered, and while the slot of a call has it: see ``HandlerCell``.
@safe struct HandlerReference: @unchecked Sendable {  // a number; what it stands for is Sendable
  let bits: UInt

  init(_ handler: HostHandler) {
    bits = UInt(bitPattern: unsafe Unmanaged.passUnretained(handler).toOpaque())
  }

  /// The reference that has these `bits`; nil for 0, which stands for none.
  init?(bits: UInt) {
    if bits == 0 { return nil }
    self.bits = bits
  }

  private var unmanaged: Unmanaged<HostHandler> {
    // Created from a handler, so not 0.
    unsafe Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: bits)!)
  }

  /// Calls `body` with the handler, without retaining it.
  @inline(__always)
  func with<Result, Failure: Error>(_ body: (HostHandler) throws(Failure) -> Result) throws(Failure) -> Result {
    try unsafe unmanaged._withUnsafeGuaranteedRef { handler in
      Swift.Result { () throws(Failure) in try body(handler) }
    }.get()
  }

  /// The handler, retained.
  var handler: HostHandler { unsafe unmanaged.takeUnretainedValue() }

  /// Keeps `handler` alive until ``release()``.
  static func retaining(_ handler: HostHandler) -> HandlerReference {
    HandlerReference(unsafe Unmanaged.passRetained(handler).takeUnretainedValue())
  }

  /// Gives up what ``retaining(_:)`` keeps.
  func release() {
    unsafe unmanaged.release()
  }
}
