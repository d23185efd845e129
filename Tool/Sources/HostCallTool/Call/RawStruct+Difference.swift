// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCallGenerator

extension RawStruct {
  /// Returns the first difference of a layout from this one, which is expected; `nil` if memory means the same in both.
  func difference(of found: RawStruct) -> ValueError? {
    if found.size != size { return ValueError("found \(found.size) bytes, expected \(size)") }
    if found.isLittleEndian != isLittleEndian {
      return ValueError(path: "", found: found.byteOrder, expected: byteOrder)
    }
    let (expected, found) = (byOffset, found.byOffset)
    for index in 0..<max(expected.count, found.count) {
      let number = index < expected.count ? expected[index] : nil
      let other = index < found.count ? found[index] : nil
      if number != other { return ValueError(path: "", found: Self.text(other), expected: Self.text(number)) }
    }
    return nil
  }

  private var byteOrder: String { isLittleEndian ? "little-endian numbers" : "big-endian numbers" }

  private var byOffset: [Field] { fields.sorted { ($0.offset, $0.path.count) < ($1.offset, $1.path.count) } }

  /// Returns text such as `.position.x, float32 at byte 4`.
  private static func text(_ field: Field?) -> String {
    guard let field else { return "no further number" }
    let path = field.path.map { ".\($0)" }.joined()
    let number = RawMemory.description(field.number) + (field.count > 1 ? " × \(field.count)" : "")
    return (path.isEmpty ? "" : "\(path), ") + "\(number) at byte \(field.offset)"
  }
}
