/// The name under which both sides know a call: 1 to 255 bytes of UTF-8 without a NUL.
///
/// Two names are the same if their bytes are. Swift's `String` compares by meaning instead, and would find `é` in its
/// two spellings to be one name where a host in C finds two.
package struct WireName: Sendable {
  /// The most bytes that a name may have.
  package static let maximumLength = 255

  /// The name as text.
  package let text: String

  /// A name, or nil if `text` is empty, too long, or has a NUL in it.
  package init?(_ text: String) {
    guard (1...Self.maximumLength).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
    self.text = text
  }

  /// A name, or an error that says what is wrong with `text`.
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
}

extension WireName: Hashable {
  package static func == (left: WireName, right: WireName) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8(0xFF))
  }
}
