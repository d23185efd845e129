/// Why a type, or some bytes, can't be plain data.
package struct PlainDataError: Error, Hashable, CustomStringConvertible {
  package let description: String
}
