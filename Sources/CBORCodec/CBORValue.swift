// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Any CBOR item, in the generic data model of RFC 8949 §2.
///
/// ```swift
/// let value = try CBORDecoder().decode(CBORValue.self, from: bytes)
/// print(value)   // {"id": 7, "tags": ["a", "b"], "seen": 1(1363896240)}
/// ```
///
/// A value preserves tags, unassigned simple values and the order of a map's pairs. It does not preserve what the data
/// model leaves out: the width of an encoded number or length, whether a length was indefinite, and the payload of a
/// NaN.
///
/// Values compare as CBOR defines: text compares by its bytes and not by Unicode equivalence, `-0.0` differs from
/// `0.0`, all NaNs are equal, and `1` differs from `1.0`. Maps are equal if they have the same pairs in the same order.
///
/// Comparing, hashing and destroying a value recurse once per level of nesting. Values from a ``CBORDecoder`` are
/// within ``CBORLimits/nestingDepth``.
public enum CBORValue: Sendable {
  /// An integer from 0 to 2⁶⁴ − 1 (major type 0).
  case unsigned(UInt64)
  /// A negative integer (major type 1): the number −1 − n for the associated value n, so `negative(0)` is −1.
  case negative(UInt64)
  /// A byte string (major type 2).
  case bytes([UInt8])
  /// A text string (major type 3).
  case text(String)
  /// An array (major type 4).
  case array([CBORValue])
  /// A map (major type 5), with its pairs in encoded order.
  case map([Pair])
  /// A tag (major type 6), with its number and its content.
  indirect case tagged(UInt64, CBORValue)
  /// A simple value (major type 7), by its number: 0 to 23 or 32 to 255. Encoding any other number throws an
  /// `EncodingError`.
  case simple(UInt8)
  /// A floating-point number of any width (major type 7).
  case float(Double)

  /// One pair of a map.
  public struct Pair: Sendable, Hashable {
    /// The key, which may be any value.
    public var key: CBORValue
    /// The value of the pair.
    public var value: CBORValue

    /// Creates a pair.
    ///
    /// - Parameters:
    ///   - key: The key, which may be any value.
    ///   - value: The value of the pair.
    public init(key: CBORValue, value: CBORValue) {
      self.key = key
      self.value = value
    }
  }
}

extension CBORValue {
  /// The simple value 20.
  public static let `false` = CBORValue.simple(20)
  /// The simple value 21.
  public static let `true` = CBORValue.simple(21)
  /// The simple value 22.
  public static let null = CBORValue.simple(22)
  /// The simple value 23.
  public static let undefined = CBORValue.simple(23)

  /// Returns an integer of major type 0 or 1, or a bignum in tag 2 or 3.
  ///
  /// - Parameter number: Any integer.
  /// - Returns: The value in its preferred form, which is a bignum only beyond 64 bits (RFC 8949 §3.4.3).
  public static func integer(_ number: Int128) -> CBORValue {
    let argument = UInt128(truncatingIfNeeded: number < 0 ? ~number : number)
    if let short = UInt64(exactly: argument) { return number < 0 ? .negative(short) : .unsigned(short) }
    let magnitude = unsafe withUnsafeBytes(of: argument.bigEndian) { unsafe Array($0.drop { $0 == 0 }) }
    return .tagged(TagNumber.bignum(isNegative: number < 0), .bytes(magnitude))
  }

  /// The integer, if the value is one of major type 0 or 1 or a bignum, and fits into an `Int128`; otherwise `nil`.
  public var integer: Int128? {
    switch self {
    case .unsigned(let number): Int128(number)
    case .negative(let argument): ~Int128(argument)
    case .tagged(let tag, .bytes(let content)) where TagNumber.isBignum(tag):
      UInt128(networkOrder: content.drop { $0 == 0 }).flatMap { Int128(exactly: $0) }.map {
        tag == TagNumber.negativeBignum ? ~$0 : $0
      }
    default: nil
    }
  }
}

// MARK: Comparing

extension CBORValue: Hashable {
  /// Returns a Boolean value that indicates whether two values are the same item in CBOR's data model.
  ///
  /// - Parameters:
  ///   - left: A value to compare.
  ///   - right: Another value to compare.
  public static func == (left: CBORValue, right: CBORValue) -> Bool {
    switch (left, right) {
    case (.unsigned(let left), .unsigned(let right)): left == right
    case (.negative(let left), .negative(let right)): left == right
    case (.bytes(let left), .bytes(let right)): left == right
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)): left == right
    case (.map(let left), .map(let right)): left == right
    case (.tagged(let leftTag, let left), .tagged(let rightTag, let right)): leftTag == rightTag && left == right
    case (.simple(let left), .simple(let right)): left == right
    case (.float(let left), .float(let right)): left.bitPattern == right.bitPattern || left.isNaN && right.isNaN
    default: false
    }
  }

  /// Hashes the parts of the value that `==` compares.
  ///
  /// - Parameter hasher: The hasher to use.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .unsigned(let number): feed(0, number, to: &hasher)
    case .negative(let argument): feed(1, argument, to: &hasher)
    case .bytes(let bytes): feed(2, bytes, to: &hasher)
    case .text(let text): feed(3, Array(text.utf8), to: &hasher)
    case .array(let elements): feed(4, elements, to: &hasher)
    case .map(let pairs): feed(5, pairs, to: &hasher)
    case .tagged(let tag, let content):
      feed(6, tag, to: &hasher)
      hasher.combine(content)
    case .simple(let number): feed(7, number, to: &hasher)
    case .float(let number): feed(8, number.isNaN ? Double.nan.bitPattern : number.bitPattern, to: &hasher)
    }
  }

  private func feed(_ kind: UInt8, _ content: some Hashable, to hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(content)
  }
}
