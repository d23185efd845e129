/// A type of call, and the formats of its request and its response.
package struct SchemaIdentity: Sendable, Hashable {
  package let type: ObjectIdentifier
  package let request: PayloadEncoding
  package let response: PayloadEncoding

  package init(type: ObjectIdentifier, request: PayloadEncoding, response: PayloadEncoding) {
    self.type = type
    self.request = request
    self.response = response
  }

  /// The identity as one number: the address of the type, with the encodings in its lowest bits, which are 0 otherwise.
  package var key: UInt { UInt(bitPattern: type) | UInt(request.rawValue) | UInt(response.rawValue) << 1 }
}
