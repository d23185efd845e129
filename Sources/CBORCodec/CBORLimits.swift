/// What the codec accepts from bytes that it can't trust.
///
/// Every limit is on from the start, and each one can be changed.
///
/// No value is returned from a message that is past one of them. The encoder observes ``nestingDepth`` only.
public struct CBORLimits: Sendable, Hashable {
  /// How many arrays, maps and tags may stand around an item; 128 unless set.
  ///
  /// `[[1]]` needs 2.
  ///
  /// The encoder counts the same way, so a value that contains itself is an `EncodingError` and no stack
  /// overflow. At 128, generic `Codable` containers fit into a stack of 512 KiB, in debug builds too; raise
  /// the limit only on threads with more.
  public var nestingDepth: Int = 128
  /// How long a message may be, in bytes; 64 MiB unless set.
  public var messageSize: Int = 64 << 20
  /// How many items a message may hold, each key, value, element, tag and string chunk counted; 16 million
  /// unless set.
  public var itemCount: Int = 16_000_000
  /// How long one byte string or text string may be, in bytes and over all its chunks; 64 MiB unless set.
  public var stringSize: Int = 64 << 20
  /// Whether a map with the same key twice is an error, as it is unless set; otherwise the first of the two
  /// counts.
  ///
  /// Keys are the same if their deterministic encodings (RFC 8949 §4.2.1) have the same bytes: `00` and `1800`
  /// are, and maps whose pairs stand in another order (§5.6.1); `"é"` in its two Unicode forms is not.
  public var rejectsDuplicateKeys: Bool = true
  /// Whether bytes after the message's one item are an error, as they are unless set.
  public var rejectsTrailingBytes: Bool = true
  /// Whether a text string that is not UTF-8 is an error, as it is unless set; otherwise it decodes with
  /// U+FFFD for what is wrong.
  public var rejectsInvalidUTF8: Bool = true

  /// Whether an item of indefinite length is an error; it is not unless set.
  public var rejectsIndefiniteLengths: Bool = false
  /// Whether an item that is not in its deterministic encoding (RFC 8949 §4.2.1) is an error; it is not unless set.
  ///
  /// Then arguments, floats and bignums must be shortest, lengths definite, every NaN `f97e00`, and the pairs of each
  /// map in ``keyOrder``. It costs another pass over the message.
  public var rejectsNondeterministic: Bool = false
  /// In which order pairs must stand, where ``rejectsNondeterministic`` asks for one.
  public var keyOrder: CBORKeyOrder = .bytewise

  /// The limits as they are unless set.
  public init() {}

  /// No limit but that no key may be there twice: for what this process wrote itself.
  static let none: CBORLimits = {
    var limits = CBORLimits()
    limits.nestingDepth = .max
    limits.messageSize = .max
    limits.itemCount = .max
    limits.stringSize = .max
    return limits
  }()
}
