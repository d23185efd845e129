// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The name by which both sides know a call: 1 to 255 bytes of UTF-8 without a NUL.
///
/// Names are compared byte by byte, as a host in C does. Swift's `String` compares by canonical equivalence, which
/// would treat the two spellings of `é` as one name.
package struct WireName: Sendable {
  /// The maximum length of a name in bytes.
  package static let maximumLength = 255

  package let text: String

  /// Creates a name; returns `nil` if `text` is empty, too long, or contains a NUL.
  package init?(_ text: String) {
    guard (1...Self.maximumLength).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
    self.text = text
  }

  /// Creates a name; throws ``HostCallCode/invalidArgument`` if `text` is not a valid one.
  package init(checking text: String) throws(BridgeError) {
    guard let name = WireName(text) else {
      throw BridgeError(
        code: .invalidArgument,
        message: "a wire name is 1 to \(Self.maximumLength) bytes of UTF-8 without a NUL; "
          + "this one has \(text.utf8.count) bytes\(text.utf8.contains(0) ? " with a NUL among them" : "")",
        wireName: text)
    }
    self = name
  }

  /// Creates the name of a call that is to be registered; throws as ``init(checking:)``.
  init(registering text: String) throws(HostSetupError) {
    do throws(BridgeError) {
      try self.init(checking: text)
    } catch {
      throw HostSetupError(error)
    }
  }
}

extension WireName {
  /// Creates a name from the bytes of a host, 1 to 255 without a NUL; returns `nil` if they are not UTF-8.
  init?(checkingUTF8 bytes: UnsafeRawBufferPointer) {
    // Replaces what is not UTF-8 by other bytes, and is several times faster than `String(validating:as:)`.
    text = unsafe String(decoding: bytes, as: UTF8.self)
    guard unsafe hasBytes(bytes) else { return nil }
  }

  private func hasBytes(_ other: UnsafeRawBufferPointer) -> Bool {
    unsafe withBytes { bytes in
      // Several times faster than `elementsEqual`.
      bytes.count == other.count && bytes.indices.allSatisfy { unsafe bytes[$0] == other[$0] }
    }
  }

  /// Calls `body` with the bytes of the name.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let result = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
      unsafe body(UnsafeRawBufferPointer(bytes))
    }
    if let result { return result }
    // A string that the Objective-C runtime stores.
    return unsafe Array(text.utf8).withUnsafeBytes { bytes in unsafe body(bytes) }
  }

  /// Returns a copy of the name for C, which ends with a NUL.
  ///
  /// - Throws: ``Status/resourceExhausted`` if memory is lacking.
  func copiedForC() throws(StatusError) -> HostMemory {
    let text = text.utf8CString
    guard let memory = unsafe text.withUnsafeBytes({ unsafe HostMemory(aligning: $0) }) else {
      throw .noMemory("name", UInt(text.count))
    }
    return memory
  }
}

extension WireName: Hashable {
  package static func == (left: WireName, right: WireName) -> Bool {
    unsafe left.withBytes { bytes in unsafe right.hasBytes(bytes) }
  }

  package func hash(into hasher: inout Hasher) {
    unsafe withBytes { bytes in unsafe hasher.combine(bytes: bytes) }
    hasher.combine(UInt8(0xFF))
  }
}
