// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The identity of a schema: a type of call and its encodings.
package struct SchemaIdentity: Sendable, Hashable {
  package let type: ObjectIdentifier
  package let request: PayloadEncoding
  package let response: PayloadEncoding

  package init(type: ObjectIdentifier, request: PayloadEncoding, response: PayloadEncoding) {
    self.type = type
    self.request = request
    self.response = response
  }

  /// The identity as one number: the address of the type, with the encodings in its two lowest bits.
  package var key: UInt { UInt(bitPattern: type) | UInt(request.rawValue) | UInt(response.rawValue) << 1 }
}
