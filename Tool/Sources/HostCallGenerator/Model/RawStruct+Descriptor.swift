// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostCall

extension RawStruct {
  /// Creates the layout that a descriptor states.
  ///
  /// - Returns: `nil` if it is not of raw memory, or contains a number that is unknown or not within the memory.
  package init?(_ type: HostCallDescriptor.ValueType) {
    guard let size = type.size, size > 0 else { return nil }
    var fields: [Field] = []
    for field in type.fields ?? [] {
      guard let (number, count) = Self.number(field.type.name ?? ""), let offset = field.offset, offset >= 0,
        offset <= size - number.byteCount * count
      else { return nil }
      let path = field.key.split(separator: ".").map(String.init)
      fields.append(Field(path: path, number: number, count: count, offset: offset))
    }
    self.init(size: size, isLittleEndian: type.byteOrder != "big", fields: fields)
  }
}
