/// A handler that somebody else keeps alive: a slot says by it which one its call uses.
///
/// Good while the handler is registered, and while a slot has it that is invoked; the loop, which frees handlers, may
/// also look at one that it found in a slot until it frees the next.
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

  /// Runs `body` with the handler, without holding it.
  func with<Result>(_ body: (HostHandler) -> Result) -> Result {
    // Made from a handler, so not 0.
    let reference = unsafe Unmanaged<HostHandler>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!)
    return unsafe reference._withUnsafeGuaranteedRef { body($0) }
  }
}
