/// A path as the system has it: bytes, which may be no UTF-8.
struct SystemPath: Hashable {
  private let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Returns the path of what has that name in this folder.
  func appending(_ name: [UInt8]) -> SystemPath {
    let slash = UInt8(ascii: "/")
    return SystemPath(bytes + (bytes.last == slash ? [] : [slash]) + name)
  }

  /// Calls `body` with the path as C takes it.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    unsafe (bytes + [0]).withUnsafeBytes { unsafe body($0.assumingMemoryBound(to: CChar.self).baseAddress!) }
  }
}

extension SystemPath: CustomStringConvertible {
  /// The path as text; bytes that are none are replaced.
  var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension SystemPath: Comparable {
  static func < (left: SystemPath, right: SystemPath) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}
