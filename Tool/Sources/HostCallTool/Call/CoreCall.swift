// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostCall

/// A call or a stream as a descriptor lists it, with codecs for its parts.
package struct CoreCall: Sendable {
  package let name: String
  package let isStream: Bool
  /// Whether a descriptor lists the call.
  package let isListed: Bool
  package var request: PartCodec
  /// The codec of the response, or of each item of a stream.
  package var response: PartCodec
  /// The codec of the failure, which is always in CBOR.
  package let failure: PartCodec

  /// A call that no descriptor lists.
  package init(unlisted name: String, isStream: Bool = false) {
    self.name = name
    self.isStream = isStream
    isListed = false
    (request, response, failure) = (PartCodec(nil), PartCodec(nil), PartCodec(nil))
  }

  private init(_ call: HostCallDescriptor.Call, isStream: Bool, _ check: ValueCheck?) {
    name = call.name
    self.isStream = isStream
    isListed = true
    request = PartCodec(call.request, check: check)
    response = PartCodec(call.response, check: check)
    failure = PartCodec(call.failure, check: check)
  }

  /// The call as it crosses between machines, where everything is in CBOR.
  package var inCBOR: CoreCall {
    var call = self
    (call.request.isRaw, call.response.isRaw) = (false, false)
    return call
  }

  /// Returns the calls and streams of a descriptor in one direction, by name.
  package static func all(
    of descriptor: HostCallDescriptor, _ direction: HostCallDescriptor.Direction, isChecked: Bool = true
  ) -> [String: CoreCall] {
    let check = isChecked ? ValueCheck(descriptor.types ?? []) : nil
    var calls: [String: CoreCall] = [:]
    for (list, isStream) in [(descriptor.calls, false), (descriptor.streams ?? [], true)] {
      for call in list where call.direction == direction {
        calls[call.name] = CoreCall(call, isStream: isStream, check)
      }
    }
    return calls
  }
}
