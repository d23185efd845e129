#if GRPC
  internal import GRPCCore

  /// What crosses beside a message, in gRPC's metadata.
  enum CallMetadata {
    /// The fingerprint of the call's schema, in hexadecimal: the caller's in the request, the handler's in an answer
    /// that refuses it.
    static let fingerprint = "hostcall-fingerprint"
    /// The call's failure in CBOR, in the answer.
    static let failure = "hostcall-failure-bin"
    /// W3C Trace Context.
    static let traceparent = "traceparent"
    /// gRPC's own: how long the caller waits.
    static let timeout = "grpc-timeout"

    /// The most bytes that a failure may have.
    ///
    /// Peers refuse headers that are much longer than this in base64.
    static let maximumFailureSize = 4096
    /// The most bytes of a message for people, which is a header too.
    static let maximumMessageSize = 1024

    static func text(of fingerprint: UInt64) -> String { String(fingerprint, radix: 16) }

    /// The fingerprint in a request, with or without `0x`; nil if there is none.
    ///
    /// - Throws: `invalidArgument` for what is no number: a check that was asked for is not left out.
    static func fingerprint(in metadata: Metadata) throws(RPCError) -> UInt64? {
      guard let text = metadata[stringValues: fingerprint].first(where: { _ in true }) else { return nil }
      let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
      guard digits.allSatisfy(\.isHexDigit), let number = UInt64(digits, radix: 16) else {
        throw RPCError(
          code: .invalidArgument, message: "\(fingerprint) is \"\(text.prefix(32))\", and not a number in hexadecimal")
      }
      return number
    }

    static func failure(in metadata: Metadata) -> [UInt8]? {
      metadata[binaryValues: failure].first { _ in true }
    }

    static func traceparent(in metadata: Metadata) -> String? {
      metadata[stringValues: traceparent].first { _ in true }
    }

    /// Whether a value may be a header: a line of ASCII, and not a long one.
    ///
    /// Any other would break the connection.
    static func isHeader(_ value: String) -> Bool {
      value.utf8.count <= 512 && value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// The timeout of a request; nil if there is none.
    ///
    /// - Throws: `invalidArgument` for what is none.
    static func timeout(in metadata: Metadata) throws(RPCError) -> Duration? {
      guard let text = metadata[stringValues: timeout].first(where: { _ in true }) else { return nil }
      guard let duration = duration(of: text) else {
        throw RPCError(
          code: .invalidArgument, message: "\(timeout) is \"\(text.prefix(32))\", and not up to eight digits and a unit"
        )
      }
      return duration
    }

    /// The duration that a timeout states: up to eight digits and a unit; nil if it is none.
    ///
    /// Source: [gRPC over HTTP2](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md), Timeout.
    static func duration(of text: String) -> Duration? {
      guard let unit = text.last, (2...9).contains(text.utf8.count),
        text.dropLast().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
        let number = Int64(text.dropLast())
      else { return nil }
      return switch unit {
      case "H": min(.seconds(number * 3600), GRPCLimits.longestTime)
      case "M": min(.seconds(number * 60), GRPCLimits.longestTime)
      case "S": .seconds(number)
      case "m": .milliseconds(number)
      case "u": .microseconds(number)
      case "n": .nanoseconds(number)
      default: nil
      }
    }

    /// A timeout as a request states it, rounded up to eight digits of the smallest unit that is large enough.
    static func text(of timeout: Duration) -> String {
      let (seconds, attoseconds) = min(max(.zero, timeout), GRPCLimits.longestTime).components
      let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
      var (unit, size) = ("n", Int64(1))
      for (larger, itsSize) in [("u", Int64(1000)), ("m", 1_000_000), ("S", 1_000_000_000), ("M", 60_000_000_000)]
      where nanoseconds > 99_999_999 * size {
        (unit, size) = (larger, itsSize)
      }
      return "\(nanoseconds / size + (nanoseconds % size == 0 ? 0 : 1))\(unit)"
    }

    /// A message for people that is short enough for a header.
    static func shortened(_ message: String) -> String {
      guard message.utf8.count > maximumMessageSize else { return message }
      var short = ""
      for character in message {
        if short.utf8.count + character.utf8.count > maximumMessageSize - 3 { break }
        short.append(character)
      }
      return short + "…"
    }
  }
#endif
