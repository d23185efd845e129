/// What is wrong with bytes that were to be CBOR (RFC 8949), and where.
///
/// A message that is well formed, within the limits and not what the Swift type asked for gives a `DecodingError`
/// instead.
public struct CBORError: Error, Sendable, Hashable {
  /// What kind of fault was found; compare errors by it.
  public var code: Code
  /// The fault's place in the message, in bytes from its start.
  ///
  /// Where an item claims more than there is, the item's first byte; where an item is missing, the end of
  /// the message.
  public var offset: Int
  /// What was found there and what would have been right, in English, for people.
  public var message: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - code: The kind of fault.
  ///   - offset: Its place, in bytes from the start of the message.
  ///   - message: What was found and what was allowed.
  public init(code: Code, offset: Int, message: String) {
    self.code = code
    self.offset = offset
    self.message = message
  }
}

extension CBORError {
  /// A kind of fault.
  ///
  /// The set is open: later versions may add codes, so a `switch` needs a `default`.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The code's stable name, as in `endOfInput`.
    public let rawValue: String

    /// Makes a code from its name, known here or not.
    ///
    /// - Parameter rawValue: The code's stable name.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The message stops inside an item, or an item claims more bytes or elements than follow it.
    public static let endOfInput = Code(rawValue: "endOfInput")
    /// An initial byte that RFC 8949 reserves (§3, additional information 28 to 30), a length that must not
    /// be indefinite, or a simple value below 32 in two bytes (§3.3).
    public static let malformedHead = Code(rawValue: "malformedHead")
    /// A break (`ff`) outside an item of indefinite length, or between a map's key and its value (§3.2.1).
    public static let unexpectedBreak = Code(rawValue: "unexpectedBreak")
    /// A chunk of a string of indefinite length that is no definite string of the same type (§3.2.3).
    public static let invalidChunk = Code(rawValue: "invalidChunk")
    /// A text string, or a chunk of one, that is not UTF-8 (§3.1).
    public static let invalidUTF8 = Code(rawValue: "invalidUTF8")
    /// A map with the same key twice (§5.6).
    public static let duplicateKey = Code(rawValue: "duplicateKey")
    /// An item of indefinite length, where ``CBORLimits/rejectsIndefiniteLengths`` is set.
    public static let indefiniteLength = Code(rawValue: "indefiniteLength")
    /// An item that is not in its deterministic encoding (§4.2.1), where ``CBORLimits/rejectsNondeterministic`` is set.
    public static let nondeterministic = Code(rawValue: "nondeterministic")
    /// Bytes after the message's one item.
    public static let trailingBytes = Code(rawValue: "trailingBytes")
    /// More arrays, maps and tags around an item than ``CBORLimits/nestingDepth``.
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
  /// The code, the place and the message in one line.
  public var description: String {
    "\(code.rawValue) at byte \(offset): \(message)"
  }
}

extension CBORError.Code: CustomStringConvertible {
  /// The code's name.
  public var description: String { rawValue }
}
