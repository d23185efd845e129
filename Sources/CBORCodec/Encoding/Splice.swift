#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Something about a place in what is written: bytes that go there later, or how those that follow are to be treated.
struct Splice {
  enum Content {
    /// The bytes of a container from `nestedContainer`, or of one from `superEncoder`.
    case storage(EncodingStorage, isContainer: Bool)
    /// The content of a long string, which is copied once.
    case late(LateContent)
    /// As many bytes follow that stay as they are.
    case opaque(Int)
    /// An array begins whose elements, or groups of as many, have no order.
    case unordered(Int)
  }

  var offset: Int
  let content: Content
}

/// A byte string's content that is not copied before the message is put together.
enum LateContent {
  case array([UInt8])
  case data(Data)

  /// The size in bytes from which on a second copy costs more than to remember the content.
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
