// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The limits that the codec applies to untrusted bytes.
///
/// All size and depth limits are on by default, and each can be changed. The decoder returns no value from a message
/// that exceeds one of them. The encoder uses ``nestingDepth`` only.
public struct CBORLimits: Sendable, Hashable {
  /// The maximum number of arrays, maps and tags around an item.
  ///
  /// The default is 128.
  ///
  /// `[[1]]` needs 2.
  ///
  /// The encoder counts the same way, so encoding a value that contains itself throws an `EncodingError` instead of
  /// overflowing the stack. At 128, generic `Codable` containers need at most 512 KiB of stack, in debug builds too;
  /// raise the limit only on threads with a larger stack.
  public var nestingDepth: Int = 128
  /// The maximum size of a message, in bytes.
  ///
  /// The default is 64 MiB.
  public var messageSize: Int = 64 << 20
  /// The maximum number of items in a message, where each key, value, element, tag and string chunk counts as one.
  ///
  /// The default is 16 million.
  public var itemCount: Int = 16_000_000
  /// The maximum size of a byte string or text string, in bytes over all its chunks.
  ///
  /// The default is 64 MiB.
  public var stringSize: Int = 64 << 20
  /// A Boolean value that indicates whether a map that contains a key twice is an error.
  ///
  /// The default is `true`. If it is `false`, the decoder uses the first of the two pairs. Two different keys that are
  /// one key of a Swift dictionary are always an error.
  ///
  /// Keys are equal if their deterministic encodings (RFC 8949 §4.2.1) have the same bytes. `00` and `1800` are equal,
  /// and so are maps with the same pairs in another order (§5.6.1); the two Unicode forms of `"é"` are not.
  public var rejectsDuplicateKeys: Bool = true
  /// A Boolean value that indicates whether bytes after the message's only item are an error.
  ///
  /// The default is `true`.
  public var rejectsTrailingBytes: Bool = true
  /// A Boolean value that indicates whether a text string that is not UTF-8 is an error.
  ///
  /// The default is `true`. If it is `false`, invalid sequences decode as U+FFFD.
  public var rejectsInvalidUTF8: Bool = true

  /// A Boolean value that indicates whether an item of indefinite length is an error.
  ///
  /// The default is `false`.
  public var rejectsIndefiniteLengths: Bool = false
  /// A Boolean value that indicates whether an item that is not in its deterministic encoding (RFC 8949 §4.2.1) is an
  /// error.
  ///
  /// The default is `false`.
  ///
  /// If set, arguments, floats and bignums must have their shortest form, lengths must be definite, every NaN must be
  /// `f97e00`, and the pairs of each map must be in ``keyOrder``. The check costs another pass over the message.
  public var rejectsNondeterministic: Bool = false
  /// The order that ``rejectsNondeterministic`` requires of a map's pairs when decoding.
  ///
  /// An encoder sorts by its own ``CBOREncoder/keyOrder``.
  public var keyOrder: CBORKeyOrder = .bytewise

  /// Creates the default limits.
  public init() {}

  /// Limits without bounds on depth, sizes and counts, for messages that this process encoded itself.
  static let none: CBORLimits = {
    var limits = CBORLimits()
    limits.nestingDepth = .max
    limits.messageSize = .max
    limits.itemCount = .max
    limits.stringSize = .max
    return limits
  }()
}
