// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// Describes how the bytes of a golden file and of a value, or two encodings of one value, differ.
struct FixtureDifference: CustomStringConvertible {
  let golden: [UInt8]
  let bytes: [UInt8]
  /// The bytes of the file, if `golden` is a reordered copy.
  var fixture: [UInt8]?
  /// What the sides are called.
  var names = (golden: "fixture", bytes: "value")

  var description: String {
    let offset = golden.firstDifference(from: bytes)
    var text = "the first difference is at byte \(offset)"
    let place = ByteLocator.path(of: offset, in: offset < bytes.count ? bytes : golden)
    if let place { text += ", at \(place.isEmpty ? "the top" : place)" }
    if let old = try? CBORDecoder().decode(CBORValue.self, from: golden),
      let new = try? CBORDecoder().decode(CBORValue.self, from: bytes)
    {
      if let found = Self.first(between: old, and: new, at: "") {
        // The first different byte may be a map's count, while the changed field is deeper inside.
        let joint = found.path == place ? ":" : "; \(found.path.isEmpty ? "at the top" : "at \(found.path)")"
        text += "\(joint) the \(names.golden) has \(found.old), the \(names.bytes) \(found.new)"
      } else {
        text += "; both decode to the same value, encoded differently"
      }
    }
    return text + "\n" + Self.side(names.golden, fixture ?? golden) + "\n" + Self.side(names.bytes, bytes)
  }

  /// Returns one side in diagnostic notation, or in hexadecimal if its bytes are malformed.
  static func side(_ name: String, _ bytes: [UInt8]) -> String {
    let notation: String
    do {
      notation = try CBORDecoder().diagnosticNotation(of: bytes, indented: true)
    } catch {
      let hex = bytes.prefix(64).map { Hexadecimal.digits(of: $0, count: 2) }.joined()
      notation = "\(hex)\(bytes.count > 64 ? "…" : "")  (\(error))"
    }
    return "\(name), \(bytes.count) bytes:\n"
      + notation.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
  }

  /// Returns the first path at which two values differ, with both contents.
  private static func first(
    between old: CBORValue, and new: CBORValue, at path: String
  ) -> (path: String, old: String, new: String)? {
    guard old != new else { return nil }
    switch (old, new) {
    case (.array(let left), .array(let right)):
      for (index, pair) in zip(left, right).enumerated() {
        if let found = first(between: pair.0, and: pair.1, at: "\(path)[\(index)]") { return found }
      }
      return (path, "\(left.count) elements", "\(right.count)")
    case (.map(let left), .map(let right)):
      for one in left {
        let place = path + name(of: one.key)
        guard let other = right.first(where: { $0.key == one.key }) else {
          return (place, one.value.description, "nothing")
        }
        if let found = first(between: one.value, and: other.value, at: place) { return found }
      }
      for other in right where !left.contains(where: { $0.key == other.key }) {
        return (path + name(of: other.key), "nothing", other.value.description)
      }
      return (path, "the same keys", "has them in another order")
    case (.tagged(let left, let content), .tagged(let right, let other)) where left == right:
      return first(between: content, and: other, at: path) ?? (path, old.description, new.description)
    default:
      return (path, old.description, new.description)
    }
  }

  static func name(of key: ArraySlice<UInt8>) -> String {
    (try? CBORDecoder().decode(CBORValue.self, from: key)).map { name(of: $0) } ?? ""
  }

  private static func name(of key: CBORValue) -> String {
    if case .text(let text) = key { ".\(text)" } else { "[\(key)]" }
  }
}
