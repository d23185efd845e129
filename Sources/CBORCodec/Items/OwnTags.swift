// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The tags that belong to a type's own form, and are not captured.
enum OwnTags {
  /// Returns the index of the first of the tags that belong to a type.
  ///
  /// - Parameters:
  ///   - tags: The tags around an item, from the outermost to the innermost.
  ///   - content: The head of the item inside them.
  /// - Returns: The index; `nil` if none of the tags belongs to the type.
  static func start(of type: Any.Type, in tags: ArraySlice<UInt64>, around content: Head) -> Int? {
    func isBignum(_ tag: UInt64) -> Bool { TagNumber.isBignum(tag) && content.kind == .bytes }
    switch type {
    case is Date.Type: return tags.lastIndex(where: TagNumber.isDate)
    case is UUID.Type: return tags.lastIndex(of: TagNumber.uuid)
    case is URL.Type: return tags.lastIndex(of: TagNumber.uri)
    case is Decimal.Type: return tags.lastIndex { $0 == TagNumber.decimalFraction || isBignum($0) }
    case is any FixedWidthInteger.Type: return tags.lastIndex(where: isBignum)
    case let type as any TypeInTag.Type:
      let inner = start(of: type.content, in: tags, around: content) ?? tags.endIndex
      guard let tag = type.outerTag else { return inner == tags.endIndex ? nil : inner }
      return tags[..<inner].lastIndex(of: tag)
    case is any TaggedBytes.Type: return tags.last == TagNumber.encodedItem ? tags.indices.last : nil
    default: return nil
    }
  }
}

/// A type that decodes another type, in a tag or without one.
private protocol TypeInTag {
  static var outerTag: UInt64? { get }
  static var content: Any.Type { get }
}

extension CBORTagged: TypeInTag {
  fileprivate static var outerTag: UInt64? { tag }
  fileprivate static var content: Any.Type { Value.self }
}

extension CBORCapturedTags: TypeInTag {
  fileprivate static var outerTag: UInt64? { nil }
  fileprivate static var content: Any.Type { Value.self }
}

extension Optional: TypeInTag {
  fileprivate static var outerTag: UInt64? { nil }
  fileprivate static var content: Any.Type { Wrapped.self }
}

/// A type that decodes from a byte string directly in tag 24, or without it.
private protocol TaggedBytes {}

extension CBOREmbedded: TaggedBytes {}
