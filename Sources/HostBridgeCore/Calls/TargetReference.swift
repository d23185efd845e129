// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A target that is not retained: a bridge keeps its targets as long as it exists.
@safe @frozen @usableFromInline
package struct TargetReference {
  @usableFromInline let target: Unmanaged<CallTarget>

  @inlinable @inline(__always)
  init(_ target: CallTarget) { unsafe self.target = Unmanaged.passUnretained(target) }

  /// See ``CallTarget/rawRequestSize``.
  @inlinable package var rawRequestSize: Int { unsafe target._withUnsafeGuaranteedRef { $0.rawRequestSize } }
  /// See ``CallTarget/rawResponseSize``.
  @inlinable package var rawResponseSize: Int { unsafe target._withUnsafeGuaranteedRef { $0.rawResponseSize } }
  /// Whether requests are CBOR.
  @inlinable package var hasCBORRequest: Bool { unsafe target._withUnsafeGuaranteedRef { $0.hasCBORRequest } }
  /// Whether responses are CBOR.
  @inlinable package var hasCBORResponse: Bool { unsafe target._withUnsafeGuaranteedRef { $0.hasCBORResponse } }
}

extension BridgeStorage {
  /// Returns the target for `key`, if there is one; see ``target(_:)``.
  @usableFromInline
  package func targetReference(_ key: UInt) -> TargetReference? {
    var reference: TargetReference?
    targets.with(key) { reference = TargetReference($0) }
    return reference
  }

  /// The maximum size of a request or an answer in bytes.
  @usableFromInline package var maximumPayloadSize: Int { configuration.maximumPayloadSize }
}

extension StartedCall {
  /// Makes a call with an encoded request, if it can be made at once.
  ///
  /// - Parameters:
  ///   - target: The call's target.
  ///   - request: The encoded request, which the host reads in place.
  /// - Returns: `nil` if the call has to wait for a permit.
  /// - Throws: As ``CallAttempt/admitted(_:requestSize:)`` and
  ///   ``CallAttempt/begin(_:on:request:deadline:encodings:group:)``.
  @usableFromInline
  package static func atOnce(
    _ storage: BridgeStorage, _ target: TargetReference, request: UnsafeRawBufferPointer, deadline: Deadline
  ) throws(BridgeError) -> StartedCall? {
    var call: StartedCall?
    var failure: BridgeError?
    unsafe target.target._withUnsafeGuaranteedRef { target in
      do throws(BridgeError) {
        guard let attempt = try CallAttempt.admitted(storage, requestSize: request.count) else { return }
        call = try unsafe attempt.begin(target, on: storage, request: request, deadline: deadline)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return call
  }
}
