/// Why a type, or some bytes, can't be plain data.
package struct PlainDataError: Error, Hashable, CustomStringConvertible {
  package let description: String
}

extension PlainDataError {
  /// There are more or less bytes than a value of `type` has.
  static func wrongSize(_ count: Int, for type: Any.Type, expected size: Int) -> PlainDataError {
    PlainDataError(description: "there are \(count) raw bytes; \(TypeName.of(type)) has exactly \(size)")
  }
}
