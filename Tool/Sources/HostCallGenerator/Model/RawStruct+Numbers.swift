// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension RawStruct {
  /// Returns the number that a type in Swift consists of, and how many; `nil` for an unknown type.
  ///
  /// `SIMD4<Float>` consists of four numbers, and `SIMD3<Float>` takes the memory of four.
  static func number(_ type: String) -> (number: InterfaceType, count: Int)? {
    if type.hasPrefix("SIMD"), type.hasSuffix(">"), let open = type.firstIndex(of: "<"),
      let count = Int(type[type.index(type.startIndex, offsetBy: 4)..<open]), (2...64).contains(count),
      case (let number, 1)? = number(String(type[type.index(after: open)...].dropLast()))
    {
      return (number, count)
    }
    switch type {
    case "Bool": return (.bool, 1)
    case "Float16": return (.float(bits: 16), 1)
    case "Float": return (.float(bits: 32), 1)
    case "Double": return (.float(bits: 64), 1)
    case "Int": return (.signed(bits: 64), 1)
    case "UInt": return (.unsigned(bits: 64), 1)
    default:
      let isSigned = type.hasPrefix("Int")
      guard isSigned || type.hasPrefix("UInt"), let bits = Int(type.dropFirst(isSigned ? 3 : 4)),
        [8, 16, 32, 64, 128].contains(bits)
      else { return nil }
      return (isSigned ? .signed(bits: bits) : .unsigned(bits: bits), 1)
    }
  }
}
