// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostCall

extension RawStruct {
  /// Creates the layout that a descriptor states.
  ///
  /// - Returns: `nil` if it is not of raw memory, or contains a number that is unknown or not within the memory.
  package init?(_ type: HostCallDescriptor.ValueType) {
    guard let size = type.size else { return nil }
    let fields = (type.fields ?? []).map { ($0.key, $0.type.name ?? "", $0.offset ?? -1) }
    self.init(size: size, byteOrder: type.byteOrder, fields: fields)
  }

  /// Creates a layout.
  ///
  /// - Parameters:
  ///   - size: The size in bytes.
  ///   - byteOrder: `little` or `big`.
  ///   - fields: The path of each number, such as `position.x`, its type in Swift, and its offset in bytes.
  /// - Returns: `nil` if a number is unknown or not within the memory.
  package init?(size: Int, byteOrder: String?, fields: [(path: String, type: String, offset: Int)]) {
    guard size > 0 else { return nil }
    var numbers: [Field] = []
    for field in fields {
      guard let (number, count) = Self.number(field.type), field.offset >= 0,
        field.offset <= size - number.byteCount * count
      else { return nil }
      let path = field.path.split(separator: ".").map(String.init)
      numbers.append(Field(path: path, number: number, count: count, offset: field.offset))
    }
    self.init(size: size, isLittleEndian: byteOrder != "big", fields: numbers)
  }
}
