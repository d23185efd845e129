// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An unowned reference to a handler.
///
/// Valid while the handler is registered or a call's slot holds it: see ``HandlerCell``.
@safe struct HandlerReference: @unchecked Sendable {  // a number; HostHandler is Sendable
  let bits: UInt

  init(_ handler: HostHandler) {
    bits = UInt(bitPattern: unsafe Unmanaged.passUnretained(handler).toOpaque())
  }

  /// Creates the reference with the given `bits`; returns `nil` for 0.
  init?(bits: UInt) {
    if bits == 0 { return nil }
    self.bits = bits
  }

  private var unmanaged: Unmanaged<HostHandler> {
    // Created from a handler, so never 0.
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

  /// Retains `handler` until ``release()``.
  static func retaining(_ handler: HostHandler) -> HandlerReference {
    HandlerReference(unsafe Unmanaged.passRetained(handler).takeUnretainedValue())
  }

  /// Releases the handler that ``retaining(_:)`` retained.
  func release() {
    unsafe unmanaged.release()
  }
}
