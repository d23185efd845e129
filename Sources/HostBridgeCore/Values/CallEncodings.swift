// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The encoding of a call's request, and the one that its response must have.
@usableFromInline
package struct CallEncodings: Hashable, Sendable {
  package let request: PayloadEncoding
  package let response: PayloadEncoding

  package init(request: PayloadEncoding, response: PayloadEncoding) {
    self.request = request
    self.response = response
  }

  /// Creates the encodings from two bits.
  init(bits: UInt32) {
    request = bits & 1 == 0 ? .raw : .cbor
    response = bits & 2 == 0 ? .raw : .cbor
  }

  var bits: UInt32 { request.rawValue | response.rawValue << 1 }
}
