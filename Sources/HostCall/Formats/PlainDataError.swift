/// Why a type, or some bytes, can't be plain data.
struct PlainDataError: Error, Hashable, CustomStringConvertible {
  let description: String
}
