// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The CDDL type of a built-in Swift type, with examples of its values.
///
/// Source of the names: RFC 8610, appendix D, except for those in ``definitions``.
package struct BuiltInType: Sendable {
  /// The CDDL name: from CDDL's prelude or ``definitions``.
  let name: String
  /// Returns an example value in one of ``formCount`` forms.
  ///
  /// The first form suits most types: 1, a nonempty string, and `false`. The second is the emptiest value, for types
  /// that reject the first; the following forms, and any beyond ``formCount``, are further alternatives.
  let example: @Sendable (_ form: Int) -> Any

  static let formCount = 4

  private init(_ name: String, _ example: @escaping @Sendable (Int) -> Any) {
    self.name = name
    self.example = example
  }

  private static func number<Number: BinaryInteger & Sendable>(_ name: String, _ type: Number.Type) -> BuiltInType {
    BuiltInType(name) { Number(count($0)) }
  }

  private static func count(_ form: Int) -> Int { form == 0 ? 1 : form - 1 }

  private static let forms: [ObjectIdentifier: BuiltInType] = {
    var forms: [ObjectIdentifier: BuiltInType] = [
      ObjectIdentifier(Bool.self): BuiltInType("bool") { $0 > 1 },
      ObjectIdentifier(String.self): BuiltInType("tstr") { $0 == 1 ? "" : $0 == 3 ? "a" : "1" },
      ObjectIdentifier(Double.self): BuiltInType("float") { Double(count($0)) },
      ObjectIdentifier(Float.self): BuiltInType("float16-32") { Float(count($0)) },
      ObjectIdentifier(Int.self): number("int64", Int.self),
      ObjectIdentifier(Int8.self): number("int8", Int8.self),
      ObjectIdentifier(Int16.self): number("int16", Int16.self),
      ObjectIdentifier(Int32.self): number("int32", Int32.self),
      ObjectIdentifier(Int64.self): number("int64", Int64.self),
      ObjectIdentifier(Int128.self): number("int128", Int128.self),
      ObjectIdentifier(UInt.self): number("uint", UInt.self),
      ObjectIdentifier(UInt8.self): number("uint8", UInt8.self),
      ObjectIdentifier(UInt16.self): number("uint16", UInt16.self),
      ObjectIdentifier(UInt32.self): number("uint32", UInt32.self),
      ObjectIdentifier(UInt64.self): number("uint", UInt64.self),
      ObjectIdentifier(UInt128.self): number("uint128", UInt128.self),
      ObjectIdentifier([UInt8].self): BuiltInType("bytes") { [UInt8](repeating: 0, count: count($0)) },
      ObjectIdentifier(Data.self): BuiltInType("bytes") { Data(count: count($0)) },
      ObjectIdentifier(Date.self): BuiltInType("time") { Date(timeIntervalSince1970: Double(count($0))) },
      ObjectIdentifier(UUID.self): BuiltInType("uuid") { form in
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, UInt8(form)))
      },
      ObjectIdentifier(Decimal.self): BuiltInType("decfrac") { Decimal(count($0)) },
      ObjectIdentifier(CBORValue.self): BuiltInType("any") { CBORValue.unsigned(UInt64(count($0))) },
    ]
    if let url = URL(string: "a:b") { forms[ObjectIdentifier(URL.self)] = BuiltInType("uri") { _ in url } }
    #if !(os(macOS) && arch(x86_64))
    forms[ObjectIdentifier(Float16.self)] = BuiltInType("float16") { Float16(count($0)) }
    #endif
    return forms
  }()

  /// Returns the form of `type`; `nil` if its `Codable` conformance determines its values.
  package static func of(_ type: Any.Type) -> BuiltInType? { forms[ObjectIdentifier(type)] }

  /// All names.
  static var names: [String] {
    definitions.map(\.name)
      + ["bool", "tstr", "float", "float16-32", "float16", "uint", "bytes", "time", "uri", "decfrac", "any"]
  }

  /// The rules of names that are not in CDDL's prelude.
  static let definitions: [(name: String, rule: String)] = [
    // Not written as ranges: some validators reject ranges with a negative bound.
    ("int8", "uint .le 127 / nint .ge -128"), ("int16", "uint .le 32767 / nint .ge -32768"),
    ("int32", "uint .le 2147483647 / nint .ge -2147483648"),
    ("int64", "uint .le 9223372036854775807 / nint .ge -9223372036854775808"), ("int128", "int / bigint"),
    ("uint8", "uint .size 1"), ("uint16", "uint .size 2"), ("uint32", "uint .size 4"), ("uint128", "uint / biguint"),
    ("uuid", "#6.37(bstr .size 16)"),
  ]
}
