/// The context of a struct or enum: its module and the types that enclose it.
///
/// `String(reflecting:)` includes generic arguments, and so takes unbounded time. This follows the type's descriptor to
/// its parents, at ABI-stable offsets (https://github.com/swiftlang/swift/blob/main/docs/ABI/TypeMetadata.rst):
///
///     metadata    word 0   kind, 0x200 for a struct, 0x201 for an enum
///                 word 1   address of the descriptor
///     descriptor  byte 0   flags, whose lowest five bits are the kind: 0 module, 16 class, 17 struct, 18 enum
///                 byte 4   relative address of the parent descriptor; through a pointer if the lowest bit is set
///                 byte 8   relative address of the name of the module or type
enum TypeContext {
  struct Name {
    let module: String
    /// Outermost first: `Date`, `FormatStyle`.
    let types: [String]

    var outermost: String { types.first ?? "" }
    var full: String { types.joined(separator: ".") }
  }

  private enum Kind {
    static let module: UInt32 = 0
    static let types: ClosedRange<UInt32> = 16...18
  }

  /// Returns the context of `type`; `nil` if it is neither a struct nor an enum.
  static func name(of type: Any.Type) -> Name? {
    let metadata = unsafe unsafeBitCast(type, to: UnsafeRawPointer.self)
    guard [0x200, 0x201].contains(unsafe metadata.load(as: UInt.self)) else { return nil }
    var descriptor = unsafe metadata.load(fromByteOffset: MemoryLayout<UInt>.size, as: UnsafeRawPointer?.self)
    var types: [String] = []
    while let context = unsafe descriptor {
      switch unsafe context.load(as: UInt32.self) & 31 {
      case Kind.module: return Name(module: unsafe text(context), types: types.reversed())
      case Kind.types: unsafe types.append(text(context))
      default: break
      }
      unsafe descriptor = parent(of: context)
    }
    return nil
  }

  private static func text(_ context: UnsafeRawPointer) -> String {
    let offset = unsafe Int(context.load(fromByteOffset: 8, as: Int32.self))
    return unsafe String(cString: (context + 8 + offset).assumingMemoryBound(to: CChar.self))
  }

  private static func parent(of context: UnsafeRawPointer) -> UnsafeRawPointer? {
    let offset = unsafe Int(context.load(fromByteOffset: 4, as: Int32.self))
    guard offset != 0 else { return nil }
    let address = unsafe context + 4 + (offset & ~1)
    return offset & 1 == 0 ? unsafe address : unsafe address.load(as: UnsafeRawPointer?.self)
  }
}
