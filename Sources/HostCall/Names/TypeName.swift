// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The names of types in messages and schemas: `Profile`, `Page<Profile>`.
///
/// `String(describing:)` writes out all generic arguments, so the name of `Two<Two<…>, Two<…>>` doubles with each
/// level. A type with more names in its own than ``maximumNames`` is named without its arguments: `Two<…>`.
///
/// The arguments are found at further offsets of ``TypeMetadata``:
///
///     metadata    word 1       elements of a tuple
///                 word 2       generic arguments; in a class after the inherited members
///     descriptor  byte 0       flags: bit 7 if it is generic, bit 28 or 29 if a class's members move at run time
///                 byte 28, 32  positive size and own members of a class in words
///                 byte 28      generic header (44 in a class): byte 8 count of parameters; byte 14 flags, bits 0 and
///                              2 if some are packs or values; byte 16 a byte for each, bit 7 if it has an argument
enum TypeName {
  /// The most names in the name of a type with its arguments.
  private static let maximumNames = 64

  /// Returns the name of a type, in time that does not depend on its arguments.
  static func of(_ type: Any.Type) -> String {
    var left = maximumNames
    if isShort(type, &left) { return String(describing: type) }
    guard let descriptor = unsafe TypeMetadata(type).descriptor else { return "a type" }
    return unsafe TypeMetadata.name(in: descriptor) + "<…>"
  }

  private static func isShort(_ type: Any.Type, _ left: inout Int) -> Bool {
    left -= 1
    guard left >= 0, let arguments = arguments(of: type) else { return false }
    for argument in arguments where !isShort(argument, &left) { return false }
    return true
  }

  /// Returns the types that a type's name contains; `nil` if they are unknown.
  private static func arguments(of type: Any.Type) -> [Any.Type]? {
    let metadata = TypeMetadata(type)
    if metadata.kind == .tuple {
      let count = metadata.load(word: 1, as: Int.self)
      // Each element is a type and an offset.
      return types(in: metadata, words: (0..<min(count, maximumNames + 1)).map { 3 + 2 * $0 })
    }
    guard let descriptor = unsafe metadata.descriptor else { return nil }
    let flags = unsafe descriptor.load(as: UInt32.self)
    guard flags & 1 << 7 != 0 else { return [] }
    let isClass = metadata.kind == .classType
    var first = 2
    if isClass {
      guard flags & 3 << 28 == 0 else { return nil }
      first =
        unsafe Int(descriptor.load(fromByteOffset: 28, as: UInt32.self))
        - Int(descriptor.load(fromByteOffset: 32, as: UInt32.self))
    }
    let header = unsafe descriptor + (isClass ? 44 : 28)
    guard unsafe header.load(fromByteOffset: 14, as: UInt16.self) & 5 == 0 else { return nil }
    let parameters = unsafe (0..<Int(header.load(fromByteOffset: 8, as: UInt16.self))).map {
      unsafe header.load(fromByteOffset: 16 + $0, as: UInt8.self)
    }
    let count = parameters.filter { $0 & 0x80 != 0 }.count
    return types(in: metadata, words: (0..<count).map { first + $0 })
  }

  private static func types(in metadata: TypeMetadata, words: [Int]) -> [Any.Type] {
    words.map { metadata.load(word: $0, as: Any.Type.self) }
  }
}
