// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The rules for the entries of ``HostCallMetadata``, the same in a process and across machines.
///
/// Messages contain keys, but never values, which may be secret.
enum MetadataRules {
  /// The maximum number of bytes of a key.
  static let maximumKeyLength = 64
  /// The maximum number of entries.
  static let maximumCount = 64
  /// The maximum size in bytes, half of what gRPC's peers accept by default, since other headers come on top.
  static let maximumSize = 8192

  /// The key of what a caller proves its identity with, such as a bearer token.
  static let authorization = "authorization"

  /// The keys that HTTP/2 forbids, or that gRPC sets.
  private static let reserved: Set<String> = [
    "connection", "content-length", "content-type", "host", "keep-alive", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade", "user-agent",
  ]

  static func check(_ entry: HostCallMetadata.Entry) throws(HostSetupError) {
    let key = entry.key
    guard (1...maximumKeyLength).contains(key.utf8.count) else { throw tooLong(key: UInt(key.utf8.count)) }
    guard key.utf8.allSatisfy(isOfKey) else {
      throw invalid(
        "the metadata key \(key.debugDescription) has a character other than lowercase letters, digits, \"_\", \".\" and \"-\""
      )
    }
    guard !isReserved(key) else { throw invalid("the metadata key \"\(key)\" is reserved for the transport") }
    switch entry.value {
    case .text(let text):
      guard !hasBytes(key) else {
        throw invalid("the metadata under \"\(key)\" is text; a key that ends in \"-bin\" has bytes")
      }
      guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
        throw invalid("the metadata under \"\(key)\" has a character that is not printable ASCII")
      }
      guard text.utf8.first != 0x20, text.utf8.last != 0x20 else {
        throw invalid("the metadata under \"\(key)\" begins or ends with a space, which HTTP removes")
      }
    case .bytes:
      guard hasBytes(key) else {
        throw invalid("the metadata under \"\(key)\" is bytes; the key of bytes ends in \"-bin\"")
      }
    }
  }

  static func check(count: Int, size: Int) throws(HostSetupError) {
    guard count <= maximumCount else { throw .tooManyEntries }
    guard size <= maximumSize else { throw tooLarge(size: UInt(size)) }
  }

  /// Returns the error for a key of `length` bytes, which may be 0.
  static func tooLong(key length: UInt) -> HostSetupError {
    invalid("a metadata key has \(length) bytes; 1 to \(maximumKeyLength) are allowed")
  }

  static func tooLarge(size: UInt) -> HostSetupError {
    HostSetupError(
      code: .resourceExhausted, message: "the metadata has a size of \(size) bytes; the limit is \(maximumSize)")
  }

  /// Returns the error for a part of an entry that is NULL.
  static func isNull(_ part: String) -> HostSetupError { invalid("a metadata \(part) is NULL") }

  static func repeated(_ key: String) -> HostSetupError {
    invalid("the metadata key \"\(key)\" occurs twice; a key has one value")
  }

  /// Returns the size of an entry in a list of headers, in bytes.
  static func size(of entry: HostCallMetadata.Entry) -> Int {
    let value =
      switch entry.value {
      case .text(let text): text.utf8.count
      case .bytes(let bytes): (bytes.count / 3 + (bytes.count % 3 == 0 ? 0 : 1)) * 4
      }
    return entry.key.utf8.count + value + 32
  }

  /// Returns whether the value under `key` is bytes.
  static func hasBytes(_ key: String) -> Bool { key.hasSuffix("-bin") }

  /// Returns whether `key` belongs to the transport.
  static func isReserved(_ key: String) -> Bool {
    key.hasPrefix("grpc-") || key.hasPrefix("hostcall-") || reserved.contains(key)
  }

  private static func isOfKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func invalid(_ message: String) -> HostSetupError {
    HostSetupError(code: .invalidArgument, message: message)
  }
}

extension HostSetupError {
  /// The error for metadata with more entries than the limit.
  static var tooManyEntries: HostSetupError {
    HostSetupError(
      code: .resourceExhausted,
      message: "the metadata has more than \(MetadataRules.maximumCount) entries, which is the limit")
  }
}

extension StatusError {
  /// Returns the error of a C function for metadata that is not allowed.
  static func metadata(_ error: HostSetupError) -> StatusError {
    StatusError(
      error.code == .resourceExhausted ? .resourceExhausted : .invalidArgument, .text, text: error.message)
  }
}
