// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The metadata of a type in this process, read at ABI-stable offsets.
///
///     metadata    word 0   kind: 0x200 struct, 0x201 enum, 0x202 optional, 0x301 tuple; 0 or an address: class
///                 word 1   address of the descriptor (word 5 in a class, 8 with Objective-C)
///     descriptor  byte 8   relative address of the name
///
/// Source: [TypeMetadata](https://github.com/swiftlang/swift/blob/main/docs/ABI/TypeMetadata.rst).
@safe struct TypeMetadata {
  enum Kind {
    case structure, enumeration, optional, tuple, classType, other
  }

  let start: UnsafeRawPointer

  init(_ type: Any.Type) {
    unsafe start = unsafeBitCast(type, to: UnsafeRawPointer.self)
  }

  var kind: Kind {
    switch unsafe start.load(as: UInt.self) {
    case 0x200: .structure
    case 0x201: .enumeration
    case 0x202: .optional
    case 0x301: .tuple
    case 0, 0x800...: .classType
    default: .other
    }
  }

  /// The descriptor of a struct, an enum or a class; `nil` for any other type.
  var descriptor: UnsafeRawPointer? {
    #if canImport(ObjectiveC)
    let wordInClass = 8
    #else
    let wordInClass = 5
    #endif
    switch kind {
    case .structure, .enumeration, .optional: return unsafe load(word: 1, as: UnsafeRawPointer?.self)
    case .classType: return unsafe load(word: wordInClass, as: UnsafeRawPointer?.self)
    case .tuple, .other: return nil
    }
  }

  /// Returns a word of the metadata, or what starts at it.
  func load<Value>(word: Int, as type: Value.Type) -> Value {
    unsafe start.load(fromByteOffset: word * MemoryLayout<UInt>.size, as: type)
  }

  /// Returns the name in the descriptor of a type or a module.
  static func name(in descriptor: UnsafeRawPointer) -> String {
    let offset = unsafe Int(descriptor.load(fromByteOffset: 8, as: Int32.self))
    return unsafe String(cString: (descriptor + 8 + offset).assumingMemoryBound(to: CChar.self))
  }
}
