// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A mark at an offset in the output: bytes to insert there later, or a property of the bytes that follow.
struct Splice {
  enum Content {
    /// The bytes of a nested container, or of an encoder for a superclass.
    case storage(EncodingStorage, isContainer: Bool)
    /// The content of a long byte string, which is copied only once.
    case deferred(DeferredContent)
    /// A run of this many bytes that are not changed.
    case opaque(Int)
    /// The start of an array whose elements, or groups of this many elements, have no order.
    case unordered(Int)
  }

  var offset: Int
  let content: Content

  var isOpaque: Bool { if case .opaque = content { true } else { false } }
}

/// The content of a byte string that is copied only when the message is assembled.
enum DeferredContent {
  case array([UInt8])
  case data(Data)

  /// The size in bytes from which a second copy costs more than keeping a reference to the content.
  static let threshold = 16 * 1024

  var count: Int {
    switch self {
    case .array(let bytes): bytes.count
    case .data(let bytes): bytes.count
    }
  }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch self {
    case .array(let bytes): unsafe bytes.withUnsafeBytes { unsafe body($0) }
    case .data(let bytes): unsafe bytes.withUnsafeBytes { unsafe body($0) }
    }
  }
}
