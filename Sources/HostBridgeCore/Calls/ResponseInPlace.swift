// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The response of a call, in the memory to which the host's thread copied it.
///
/// The call is left, and its slot freed, with the value.
@safe @usableFromInline
package struct ResponseInPlace: ~Copyable {
  /// The bytes, which are valid as long as the value.
  @usableFromInline package let bytes: UnsafeRawBufferPointer
  /// The call's ID.
  @usableFromInline package var callID: UInt64 { reference.id }
  private let reference: CallReference
  private let storage: Unmanaged<BridgeStorage>

  @inline(__always)
  fileprivate init(_ reference: CallReference, _ storage: BridgeStorage) {
    self.reference = reference
    unsafe self.storage = Unmanaged.passUnretained(storage)
    unsafe bytes = reference.slot.answerInPlace
  }

  @usableFromInline
  deinit {
    reference.slot.freeAnswer()
    unsafe storage._withUnsafeGuaranteedRef { $0.leave(reference) }
  }
}

extension DecidedCall {
  /// Takes a response, after returning the handler: decoding it may run user code.
  ///
  /// - Throws: The host's answer if it is not a response, or the error of the ending.
  @usableFromInline
  package consuming func response(_ storage: BridgeStorage) throws(BridgeError) -> ResponseInPlace {
    ResponseInPlace(try taken(storage, runsUserCode: true), storage)
  }
}
