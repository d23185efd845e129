// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What a call has beside its slot, in one word: a ``StreamState``, a ``CallContext``, or usually neither.
@safe struct CallAttachments: @unchecked Sendable {  // a number; StreamState is Sendable
  private static var contextBit: UInt { 1 }

  private(set) var bits: UInt

  init(bits: UInt = 0) {
    self.bits = bits
  }

  var isEmpty: Bool { bits == 0 }

  /// A Boolean value that indicates whether the ``PendingContexts`` has a context of the call.
  var hasContext: Bool {
    get { bits & Self.contextBit != 0 }
    set { bits = newValue ? bits | Self.contextBit : bits & ~Self.contextBit }
  }

  /// The stream, which its ``StreamPool`` retains as long as the bridge exists; `nil` for a call.
  var streamReference: StreamReference? { StreamReference(bits: bits & ~Self.contextBit) }

  var stream: StreamState? { streamReference?.stream }

  mutating func setStream(_ stream: StreamState) {
    bits = StreamReference(stream).bits | bits & Self.contextBit
  }
}

/// A ``StreamState`` that is not retained, since its pool retains it as long as the bridge exists.
@safe struct StreamReference: @unchecked Sendable {  // a number; StreamState is Sendable
  let bits: UInt

  init(_ stream: StreamState) {
    bits = UInt(bitPattern: unsafe Unmanaged.passUnretained(stream).toOpaque())
  }

  /// Creates the reference with the given `bits`; returns `nil` for 0.
  init?(bits: UInt) {
    if bits == 0 { return nil }
    self.bits = bits
  }

  private var unmanaged: Unmanaged<StreamState> {
    // Created from a stream, so never 0.
    unsafe Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: bits)!)
  }

  var stream: StreamState { unsafe unmanaged.takeUnretainedValue() }

  /// Calls `body` with the stream, without retaining it.
  @inline(__always)
  func with<Result>(_ body: (StreamState) -> Result) -> Result {
    unsafe unmanaged._withUnsafeGuaranteedRef { body($0) }
  }
}
