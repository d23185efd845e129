/// Turns map keys into 64-bit numbers, so that duplicates among many are found by sorting.
///
/// Equal keys have equal fingerprints; different keys have different ones except by chance, and are then
/// compared byte by byte. The function is a folded multiplication with two numbers that each process draws
/// anew, so that a sender can't prepare keys that all collide.
enum KeyFingerprint {
  private static let seed = (
    first: UInt64.random(in: .min ... .max), second: UInt64.random(in: .min ... .max)
  )

  static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = (left ^ seed.first).multipliedFullWidth(by: right ^ seed.second)
    return product.high ^ product.low
  }

  /// What the fingerprint of a run of bytes starts with.
  static func start(of count: Int) -> UInt64 {
    mix(UInt64(truncatingIfNeeded: count), 0x243f_6a88_85a3_08d3)
  }

  /// The fingerprint of an item that is all head: an integer, a simple value, a float.
  static func of(_ kind: Head.Kind, _ argument: UInt64) -> UInt64 {
    mix(argument, UInt64(kind.rawValue) + 1)
  }

  /// The fingerprint of a string or a container, from what is in it.
  static func of(_ kind: Head.Kind, _ argument: UInt64, content: UInt64) -> UInt64 {
    mix(of(kind, argument), content)
  }
}
