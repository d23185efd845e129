// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORDecoder {
  /// The part of the bytes that forms the message.
  enum Extent {
    case message
    /// The first item in the bytes. `isCut` is true if the bytes were cut off at the size limit.
    case prefix(isCut: Bool)
  }

  /// The decoder's options, as one call uses them.
  struct Options {
    let limits: CBORLimits
    let extent: Extent
    /// The options that may hold values of the caller; `nil` if all of them have their defaults.
    let custom: Custom?
    /// A Boolean value that indicates whether duplicate keys and invalid UTF-8 are errors.
    let isStrict: Bool
    /// A Boolean value that indicates whether types that conform to ``CBORDecodable`` decode without containers.
    let usesDefaults: Bool
    /// A Boolean value that indicates whether a floating-point number without a fraction decodes as an integer.
    let acceptsIntegralFloats: Bool
    let rejectsUnknownKeys: Bool
    private let checksFirst: Bool

    final class Custom {
      let dateDecodingStrategy: DateDecodingStrategy
      let userInfo: [CodingUserInfoKey: Any]
      /// The caller's `userInfo` as it was set, with `Sendable` values.
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
      usesDefaults = decoder.usesDefaults
    }

    var dateDecodingStrategy: DateDecodingStrategy { custom?.dateDecodingStrategy ?? .tagged }

    var userInfo: [CodingUserInfoKey: Any] { custom?.userInfo ?? [:] }

    /// Returns a decoder with these options and a nesting limit that is lower by `levels`.
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

    /// Returns a Boolean value that indicates whether a message of `size` bytes can be decoded without a preliminary
    /// scan.
    func readsSequentially(_ size: Int) -> Bool {
      isStrict && !checksFirst && !rejectsUnknownKeys && limits.cannotBeExceeded(bySize: size)
    }
  }
}

extension CBORDecoder {
  /// A Boolean value that indicates whether all options that decoding without containers does not support have their
  /// defaults.
  var usesDefaults: Bool { !isCustom && limits.isStrict && !acceptsIntegralFloats && !rejectsUnknownKeys }

  /// A Boolean value that indicates whether an option is set that may hold a value of the caller.
  var isCustom: Bool {
    if case .tagged = dateDecodingStrategy { !userInfo.isEmpty } else { true }
  }
}

extension CBORLimits {
  /// A Boolean value that indicates whether duplicate keys and invalid UTF-8 are errors, as they are by default.
  var isStrict: Bool { rejectsDuplicateKeys && rejectsInvalidUTF8 }

  /// A Boolean value that indicates whether a message has to meet requirements beyond well-formedness, which need a
  /// scan of all of it.
  var checksEncodings: Bool { rejectsIndefiniteLengths || rejectsNondeterministic }

  /// Returns a Boolean value that indicates whether a message of `size` bytes can exceed no limit except the one on
  /// depth.
  ///
  /// An item takes at least one byte, so a limit that is not below the message's size cannot be exceeded.
  func cannotBeExceeded(bySize size: Int) -> Bool {
    size > 0 && nestingDepth >= 0 && size <= min(messageSize, itemCount, stringSize) && !checksEncodings
  }
}
