// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The target of one type of call, as a bridge resolves it: built by the first call, looked up by all others.
///
/// Thread safety: immutable, except for an atomic.
@usableFromInline
package final class CallTarget: Sendable {
  /// The call's name, and its schema if it has one.
  package let call: NamedCall
  /// The encodings of its requests and responses.
  package let encodings: CallEncodings
  /// The sizes in bytes of a raw request and response whose values need no checks; -1 for any other.
  @usableFromInline package let rawRequestSize: Int
  @usableFromInline package let rawResponseSize: Int
  /// Whether requests and responses are CBOR; false for a call that must take the general path.
  @usableFromInline package let hasCBORRequest: Bool
  @usableFromInline package let hasCBORResponse: Bool
  /// Whether calls pass interceptors or are counted by name, so that they must take the general path.
  @usableFromInline package let isIntercepted: Bool
  /// The counters of the call's name; `nil` if calls are not counted by name.
  package let counters: CallCounters?
  /// The typed layer's facts about the call, such as its descriptor.
  package let typeInfo: (any AnyObject & Sendable)?
  /// The registry's cell for the call's name.
  let cell: HandlerCell
  /// The serial number of the handler whose schema was compared last.
  private let checkedSerial = Atomic<UInt64>(0)

  init(
    _ call: NamedCall, encodings: CallEncodings, cell: HandlerCell, rawRequestSize: Int = -1,
    rawResponseSize: Int = -1, isIntercepted: Bool = false, counters: CallCounters? = nil,
    typeInfo: (any AnyObject & Sendable)? = nil
  ) {
    let isIntercepted = isIntercepted || counters != nil
    self.call = call
    self.encodings = encodings
    self.cell = cell
    self.rawRequestSize = isIntercepted ? -1 : rawRequestSize
    self.rawResponseSize = isIntercepted ? -1 : rawResponseSize
    self.isIntercepted = isIntercepted
    self.counters = counters
    hasCBORRequest = encodings.request == .cbor && !isIntercepted
    hasCBORResponse = encodings.response == .cbor && !isIntercepted
    self.typeInfo = typeInfo
  }

  /// Returns whether the schema of `handler` has been compared with the call's, or the call has none.
  @inline(__always)
  func hasChecked(_ handler: HostHandler) -> Bool {
    checkedSerial.load(ordering: .relaxed) == handler.serial || call.schema == nil
  }

  /// Records that the schema of `handler` matches.
  func didCheck(_ handler: HostHandler) {
    checkedSerial.store(handler.serial, ordering: .relaxed)
  }
}
