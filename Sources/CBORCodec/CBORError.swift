// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An error in bytes that are not acceptable CBOR (RFC 8949), with the offset of the fault.
///
/// If a message is well-formed and within the limits but does not match the requested Swift type, the decoder throws a
/// `DecodingError` instead.
public struct CBORError: Error, Sendable, Hashable {
  /// The kind of fault; compare errors by this code.
  public var code: Code
  /// The position of the fault in the message, in bytes from its start.
  ///
  /// If an item claims more bytes or elements than exist, this is the offset of its first byte; if an item is missing,
  /// the end of the message.
  public var offset: Int
  /// A description in English of what was found and what is allowed.
  public var message: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of fault.
  ///   - offset: The position of the fault, in bytes from the start of the message.
  ///   - message: What was found and what is allowed.
  public init(code: Code, offset: Int, message: String) {
    self.code = code
    self.offset = offset
    self.message = message
  }

  /// Returns the error for an item of a sequence, or at the front of a message, that exceeds the limit on its size.
  ///
  /// - Parameter limit: The maximum number of bytes from the item's start.
  static func itemTooLarge(limit: Int) -> CBORError {
    CBORError(code: .messageSizeLimit, offset: limit, message: "the item is larger than the limit of \(limit) bytes")
  }
}

extension CBORError {
  /// A kind of fault.
  ///
  /// More codes may be added in later versions, so a `switch` needs a `default`.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The stable name of the code, such as `endOfInput`.
    public let rawValue: String

    /// Creates a code from its name, which may be unknown to this version.
    ///
    /// - Parameter rawValue: The stable name of the code.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The message ends inside an item, or an item claims more bytes or elements than follow it.
    public static let endOfInput = Code(rawValue: "endOfInput")
    /// An initial byte that RFC 8949 reserves (§3, additional information 28 to 30), an indefinite length where none is
    /// allowed, or a simple value below 32 in two bytes (§3.3).
    public static let malformedHead = Code(rawValue: "malformedHead")
    /// A break (`ff`) outside an item of indefinite length, or between a map's key and its value (§3.2.1).
    public static let unexpectedBreak = Code(rawValue: "unexpectedBreak")
    /// A chunk of an indefinite-length string that is not a definite-length string of the same type (§3.2.3).
    public static let invalidChunk = Code(rawValue: "invalidChunk")
    /// A text string, or a chunk of one, that is not UTF-8 (§3.1).
    public static let invalidUTF8 = Code(rawValue: "invalidUTF8")
    /// A map that contains a key twice (§5.6).
    public static let duplicateKey = Code(rawValue: "duplicateKey")
    /// An item of indefinite length, with ``CBORLimits/rejectsIndefiniteLengths`` set.
    public static let indefiniteLength = Code(rawValue: "indefiniteLength")
    /// An item that is not in its deterministic encoding (§4.2.1), with ``CBORLimits/rejectsNondeterministic`` set.
    public static let nondeterministic = Code(rawValue: "nondeterministic")
    /// Bytes after the message's only item.
    public static let trailingBytes = Code(rawValue: "trailingBytes")
    /// An item nested in more arrays, maps and tags than ``CBORLimits/nestingDepth``.
    public static let depthLimit = Code(rawValue: "depthLimit")
    /// A message longer than ``CBORLimits/messageSize``.
    public static let messageSizeLimit = Code(rawValue: "messageSizeLimit")
    /// More items than ``CBORLimits/itemCount``.
    public static let itemCountLimit = Code(rawValue: "itemCountLimit")
    /// A string longer than ``CBORLimits/stringSize``.
    public static let stringSizeLimit = Code(rawValue: "stringSizeLimit")
  }
}

extension CBORError: CustomStringConvertible {
  /// The code, the offset and the message on one line.
  public var description: String {
    "\(code.rawValue) at byte \(offset): \(message)"
  }
}

extension CBORError.Code: CustomStringConvertible {
  /// The name of the code.
  public var description: String { rawValue }
}
