internal import CBORCodec

/// The form of a message in which lengths are definite and numbers shortest, and pairs and tags as they were.
enum PreferredForm {
  /// Decodes a message to a value, and encodes that.
  static func of(_ bytes: [UInt8]) throws(CBORError) -> [UInt8] {
    do {
      return try CBOREncoder().encode(try CBORDecoder().decode(CBORValue.self, from: bytes))
    } catch let error as CBORError {
      throw error
    } catch {
      // Whatever decodes as a value can be encoded; should that ever be wrong, the tool says so and goes on.
      throw CBORError(code: CBORError.Code(rawValue: "notEncodable"), offset: 0, message: "\(error)")
    }
  }
}
