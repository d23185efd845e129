#if GRPC
  internal import GRPCCore

  /// What crosses beside a message, in gRPC's metadata.
  enum CallMetadata {
    /// The fingerprint of the call's schema, in hexadecimal: the caller's in the request, the handler's in an answer that refuses it.
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

    static func fingerprint(in metadata: Metadata) -> UInt64? {
      metadata[stringValues: fingerprint].first { _ in true }.flatMap { UInt64($0, radix: 16) }
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

    /// The longest timeout that is told from none: ten years.
    ///
    /// gRPC's eight digits of hours are eleven thousand, and clocks end before.
    private static let longestTimeout = Duration.seconds(315_360_000)

    /// The timeout of a request: up to eight digits and a unit; nil if there is none, or it is malformed.
    ///
    /// Source: [gRPC over HTTP2](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md), Timeout.
    static func timeout(in metadata: Metadata) -> Duration? {
      guard let text = metadata[stringValues: timeout].first(where: { _ in true }), let unit = text.last,
        (2...9).contains(text.utf8.count), let number = Int64(text.dropLast()), number >= 0
      else { return nil }
      switch unit {
      case "H": return min(.seconds(number * 3600), longestTimeout)
      case "M": return min(.seconds(number * 60), longestTimeout)
      case "S": return .seconds(number)
      case "m": return .milliseconds(number)
      case "u": return .microseconds(number)
      case "n": return .nanoseconds(number)
      default: return nil
      }
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
