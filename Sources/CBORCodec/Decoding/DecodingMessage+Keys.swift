// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension DecodingMessage {
  /// Returns a Boolean value that indicates whether the map key at an offset is a coding key: text by its bytes, or an
  /// integer by its value.
  func isKey(_ head: Head, at offset: Int, equalTo text: String, or number: Int?) throws -> Bool {
    switch head.kind {
    case .text where isTextInPlace(head):
      let content = try input.definiteContent(of: head, at: offset)
      return input.isEqual(content, to: text)
    case .text where options.limits.rejectsInvalidUTF8:
      return try input.isChunkedContent(of: head, equalTo: text)
    case .text:
      return try keyText(at: offset, head: head).utf8.elementsEqual(text.utf8)
    case .unsigned, .negative:
      guard let number else { return false }
      return head.integer == number
    default:
      return false
    }
  }

  /// Returns a Boolean value that indicates whether a text key's bytes in the message are those of its `CodingKey`: in
  /// one chunk, and valid UTF-8.
  func isTextInPlace(_ head: Head) -> Bool { !head.isIndefinite && options.limits.rejectsInvalidUTF8 }

  /// Returns a text key as its `CodingKey` has it, with chunks joined, and invalid UTF-8, where allowed, replaced by
  /// U+FFFD.
  func keyText(at offset: Int, head: Head) throws -> String {
    String(decoding: try input.stringContent(at: offset, head: head).content, as: UTF8.self)
  }
}
