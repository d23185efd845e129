/// The names of types in messages and schemas: `Profile`, `Page<Profile>`.
///
/// `String(describing:)` writes out all generic arguments, so the name of `Two<Two<…>, Two<…>>` doubles with each
/// level. A type with more names in its own than ``mostNames`` is named without its arguments: `Two<…>`.
///
/// The arguments are found at ABI-stable offsets
/// (https://github.com/swiftlang/swift/blob/main/docs/ABI/TypeMetadata.rst):
///
///     metadata    word 0       kind: 0x200 struct, 0x201 enum, 0x202 optional, 0x301 tuple; 0 or an address: class
///                 word 1       address of the descriptor (word 5 in a class, 8 with Objective-C); elements of a tuple
///                 word 2       generic arguments; in a class after the inherited members
///     descriptor  byte 0       flags: bit 7 if it is generic, bit 28 or 29 if a class's members move at run time
///                 byte 8       relative address of the name
///                 byte 28, 32  positive size and own members of a class in words
///                 byte 28      generic header (44 in a class): byte 8 count of parameters; byte 14 flags, bits 0 and
///                              2 if some are packs or values; byte 16 a byte for each, bit 7 if it has an argument
enum TypeName {
  /// The most names in the name of a type with its arguments.
  private static let mostNames = 64

  /// Returns the name of a type, in time that does not depend on its arguments.
  static func of(_ type: Any.Type) -> String {
    var left = mostNames
    if isShort(type, &left) { return String(describing: type) }
    guard let descriptor = unsafe descriptor(of: type) else { return "a type" }
    let name = unsafe descriptor + 8 + Int(descriptor.load(fromByteOffset: 8, as: Int32.self))
    return unsafe String(cString: name.assumingMemoryBound(to: CChar.self)) + "<…>"
  }

  private static func isShort(_ type: Any.Type, _ left: inout Int) -> Bool {
    left -= 1
    guard left >= 0, let arguments = arguments(of: type) else { return false }
    for argument in arguments where !isShort(argument, &left) { return false }
    return true
  }

  private static func metadata(of type: Any.Type) -> UnsafeRawPointer {
    unsafe unsafeBitCast(type, to: UnsafeRawPointer.self)
  }

  private enum Kind {
    case value, tuple, classType, other
  }

  private static func kind(of type: Any.Type) -> Kind {
    switch unsafe metadata(of: type).load(as: UInt.self) {
    case 0x200...0x202: .value
    case 0x301: .tuple
    case 0, 0x800...: .classType
    default: .other
    }
  }

  /// Returns the descriptor of a struct, an enum or a class.
  private static func descriptor(of type: Any.Type) -> UnsafeRawPointer? {
    #if canImport(ObjectiveC)
      let wordInClass = 8
    #else
      let wordInClass = 5
    #endif
    let word: Int
    switch kind(of: type) {
    case .value: word = 1
    case .classType: word = wordInClass
    case .tuple, .other: return nil
    }
    return unsafe metadata(of: type)
      .load(fromByteOffset: word * MemoryLayout<UInt>.size, as: UnsafeRawPointer?.self)
  }

  /// Returns the types that a type's name contains; `nil` if they are unknown.
  private static func arguments(of type: Any.Type) -> [Any.Type]? {
    let metadata = unsafe metadata(of: type)
    if kind(of: type) == .tuple {
      let count = unsafe metadata.load(fromByteOffset: MemoryLayout<UInt>.size, as: Int.self)
      // Each element is a type and an offset.
      return unsafe types(at: metadata, words: (0..<min(count, mostNames + 1)).map { 3 + 2 * $0 })
    }
    guard let descriptor = unsafe descriptor(of: type) else { return nil }
    let flags = unsafe descriptor.load(as: UInt32.self)
    guard flags & 1 << 7 != 0 else { return [] }
    let isClass = kind(of: type) == .classType
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
    return unsafe types(at: metadata, words: (0..<count).map { first + $0 })
  }

  private static func types(at metadata: UnsafeRawPointer, words: [Int]) -> [Any.Type] {
    words.map { unsafe metadata.load(fromByteOffset: $0 * MemoryLayout<UInt>.size, as: Any.Type.self) }
  }
}
