// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The context of a struct or enum: its module and the types that enclose it.
///
/// `String(reflecting:)` includes generic arguments, and so takes unbounded time. This follows the descriptor of the
/// type's ``TypeMetadata`` to its parents:
///
///     descriptor  byte 0   flags, whose lowest five bits are the kind: 0 module, 16 class, 17 struct, 18 enum
///                 byte 4   relative address of the parent descriptor; through a pointer if the lowest bit is set
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
    let metadata = TypeMetadata(type)
    guard metadata.kind == .structure || metadata.kind == .enumeration else { return nil }
    var descriptor = unsafe metadata.descriptor
    var types: [String] = []
    while let context = unsafe descriptor {
      switch unsafe context.load(as: UInt32.self) & 31 {
      case Kind.module: return Name(module: unsafe TypeMetadata.name(in: context), types: types.reversed())
      case Kind.types: unsafe types.append(TypeMetadata.name(in: context))
      default: break
      }
      unsafe descriptor = parent(of: context)
    }
    return nil
  }

  private static func parent(of context: UnsafeRawPointer) -> UnsafeRawPointer? {
    let offset = unsafe Int(context.load(fromByteOffset: 4, as: Int32.self))
    guard offset != 0 else { return nil }
    let address = unsafe context + 4 + (offset & ~1)
    return offset & 1 == 0 ? unsafe address : unsafe address.load(as: UnsafeRawPointer?.self)
  }
}
