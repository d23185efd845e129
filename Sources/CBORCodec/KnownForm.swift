#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What the values of a type that the codec knows itself are in CBOR, for who describes types.
///
/// Source of the names: RFC 8610, appendix D, for those that are in it.
package struct KnownForm {
  /// The form in CDDL: a name of its prelude, or of ``definitions``.
  package let name: String
  /// A value of the type.
  ///
  /// `attempt` 0 gives the emptiest; more of them, for who does not take that one, something else.
  package let example: (_ attempt: Int) -> Any

  private init(_ name: String, _ example: @escaping (Int) -> Any) {
    self.name = name
    self.example = example
  }

  /// The form of `type`; nil if its values are what their `Codable` says.
  package static func of(_ type: Any.Type) -> KnownForm? {
    if type == Int128.self { return KnownForm("int128") { Int128($0) } }
    if type == UInt128.self { return KnownForm("uint128") { UInt128($0) } }
    guard let known = KnownType.of(type) else { return nil }
    switch known {
    case .bool: return KnownForm("bool") { $0 > 0 }
    case .text: return KnownForm("tstr") { $0 == 0 ? "" : $0 == 1 ? "1" : "a" }
    case .double: return KnownForm("float") { Double($0) }
    case .float: return KnownForm("float16-32") { Float($0) }
    case .int: return KnownForm("int64") { Int($0) }
    case .int8: return KnownForm("int8") { Int8($0) }
    case .int16: return KnownForm("int16") { Int16($0) }
    case .int32: return KnownForm("int32") { Int32($0) }
    case .int64: return KnownForm("int64") { Int64($0) }
    case .uint: return KnownForm("uint") { UInt($0) }
    case .uint8: return KnownForm("uint8") { UInt8($0) }
    case .uint16: return KnownForm("uint16") { UInt16($0) }
    case .uint32: return KnownForm("uint32") { UInt32($0) }
    case .uint64: return KnownForm("uint") { UInt64($0) }
    case .bytes: return KnownForm("bytes") { [UInt8](repeating: 0, count: $0) }
    case .data: return KnownForm("bytes") { Data(count: $0) }
    case .date: return KnownForm("time") { Date(timeIntervalSince1970: Double($0)) }
    case .uuid: return KnownForm("uuid") { _ in UUID() }
    case .url: return URL(string: "a:b").map { url in KnownForm("uri") { _ in url } }
    case .decimal: return KnownForm("decfrac") { Decimal($0) }
    case .value: return KnownForm("any") { CBORValue.unsigned(UInt64($0)) }
    case .half:
      #if !(os(macOS) && arch(x86_64))
        return KnownForm("float16") { Float16($0) }
      #else
        return nil
      #endif
    // Known for their speed; they are what their elements make them.
    case .texts, .doubles, .floats, .ints, .int8s, .int16s, .int32s, .int64s, .uints, .uint16s, .uint32s, .uint64s,
      .textInts, .textTexts, .textDoubles, .textBools:
      return nil
    }
  }

  /// All names that there are.
  package static var names: [String] {
    definitions.map(\.name)
      + ["bool", "tstr", "float", "float16-32", "float16", "uint", "bytes", "time", "uri", "decfrac", "any"]
  }

  /// The rules of the names that are not in CDDL's prelude.
  package static let definitions: [(name: String, rule: String)] = [
    // Not as ranges, which some validators do not take with a negative end.
    ("int8", "uint .le 127 / nint .ge -128"), ("int16", "uint .le 32767 / nint .ge -32768"),
    ("int32", "uint .le 2147483647 / nint .ge -2147483648"),
    ("int64", "uint .le 9223372036854775807 / nint .ge -9223372036854775808"), ("int128", "int / bigint"),
    ("uint8", "uint .size 1"), ("uint16", "uint .size 2"), ("uint32", "uint .size 4"), ("uint128", "uint / biguint"),
    ("uuid", "#6.37(bstr .size 16)"),
  ]
}
