extension CBORDecoder {
  /// How much of the bytes is the message.
  enum Extent {
    case message
    /// The item that they start with, of a message that goes on after the bytes or not.
    case prefix(isCut: Bool)
  }

  /// The decoder's options as one call sees them.
  struct Options {
    let limits: CBORLimits
    let extent: Extent
    /// Those that may hold something of the caller's; nil if they are as they are unless set.
    let custom: Custom?
    /// Whether items are read as they are unless options are set, but for dates.
    let isStrict: Bool
    /// Whether a type that reads itself does.
    let isUsual: Bool
    /// Whether a floating-point number without a fraction is an integer as well.
    let acceptsIntegralFloats: Bool
    let rejectsUnknownKeys: Bool
    private let checksFirst: Bool

    final class Custom {
      let dateDecodingStrategy: DateDecodingStrategy
      let userInfo: [CodingUserInfoKey: Any]
      /// The same as it was set.
      let sentInfo: [CodingUserInfoKey: any Sendable]

      init(_ decoder: CBORDecoder) {
        dateDecodingStrategy = decoder.dateDecodingStrategy
        userInfo = decoder.userInfo.mapValues { $0 }
        sentInfo = decoder.userInfo
      }
    }

    init(_ decoder: CBORDecoder, extent: Extent = .message) {
      limits = decoder.limits
      self.extent = extent
      checksFirst = decoder.checksFirst
      isStrict = limits.isStrict
      custom = decoder.isCustom ? Custom(decoder) : nil
      acceptsIntegralFloats = decoder.acceptsIntegralFloats
      rejectsUnknownKeys = decoder.rejectsUnknownKeys
      isUsual = decoder.isUsual
    }

    var dateDecodingStrategy: DateDecodingStrategy { custom?.dateDecodingStrategy ?? .tagged }

    var userInfo: [CodingUserInfoKey: Any] { custom?.userInfo ?? [:] }

    /// A decoder with these options, and fewer levels.
    func decoder(levelsFewer levels: Int) -> CBORDecoder {
      var decoder = CBORDecoder()
      decoder.dateDecodingStrategy = dateDecodingStrategy
      decoder.userInfo = custom?.sentInfo ?? [:]
      decoder.limits = limits
      decoder.limits.nestingDepth = max(-1, limits.nestingDepth - levels)
      decoder.limits.rejectsTrailingBytes = true
      decoder.checksFirst = checksFirst
      decoder.acceptsIntegralFloats = acceptsIntegralFloats
      decoder.rejectsUnknownKeys = rejectsUnknownKeys
      return decoder
    }

    var isPrefix: Bool {
      if case .prefix = extent { true } else { false }
    }

    /// Whether a message of so many bytes may be read straight on, without a scan before it.
    func readsStraight(_ size: Int) -> Bool {
      isStrict && !checksFirst && !rejectsUnknownKeys && limits.cannotBeMet(by: size)
    }
  }
}

extension CBORDecoder {
  /// Whether no option is set that a type which reads itself does not know of.
  var isUsual: Bool { !isCustom && limits.isStrict && !acceptsIntegralFloats && !rejectsUnknownKeys }

  /// Whether an option is set that may hold something of the caller's.
  var isCustom: Bool {
    if case .tagged = dateDecodingStrategy { !userInfo.isEmpty } else { true }
  }
}

extension CBORLimits {
  /// Whether items are read as they are unless something is set.
  var isStrict: Bool { rejectsDuplicateKeys && rejectsInvalidUTF8 }

  /// Whether more is asked of a message than that it is well formed, so that all of it has to be looked at.
  var asksForMore: Bool { rejectsIndefiniteLengths || rejectsNondeterministic }

  /// Whether no limit but that on depth can be met by a message of so many bytes.
  ///
  /// An item takes a byte at least, so a limit that is not below the message's size needs no look.
  func cannotBeMet(by size: Int) -> Bool {
    size > 0 && nestingDepth >= 0 && size <= min(messageSize, itemCount, stringSize) && !asksForMore
  }
}
