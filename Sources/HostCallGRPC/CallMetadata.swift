// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore

/// What a call carries in gRPC's metadata: the keys, and the forms and limits of the values.
enum CallMetadata {
  /// The key of the schema's fingerprint, in hexadecimal: the caller's in a request, the handler's in an answer that
  /// refuses it.
  static let fingerprint = "hostcall-fingerprint"
  /// The key of the call's failure, in CBOR, in an answer.
  static let failure = "hostcall-failure-bin"
  /// The key of the number of items that may be buffered for a stream's reader, in decimal: the reader's in a request,
  /// which it marks as that of a stream, and the server's in the answer, which it marks as a stream.
  static let buffer = "hostcall-buffer"
  /// The key that marks an answer to a call of which the server has done nothing, and which may be made again.
  static let refusal = "hostcall-refusal"
  /// gRPC's own key of the caller's timeout.
  static let timeout = "grpc-timeout"

  /// The maximum number of bytes that a failure may have.
  ///
  /// A failure is a header in base64, and peers refuse much longer headers.
  static let maximumFailureSize = 4096
  /// The maximum number of bytes of an error message, which is a header too.
  static let maximumMessageSize = 1024

  static func text(of fingerprint: UInt64) -> String { String(fingerprint, radix: 16) }

  /// Returns the fingerprint in a request, with or without `0x`; `nil` if there is none.
  ///
  /// - Throws: `invalidArgument` if it is not a hexadecimal number, since a check that the caller asks for must not
  ///   be skipped.
  static func fingerprint(in metadata: Metadata) throws(RPCError) -> UInt64? {
    guard let text = metadata[stringValues: fingerprint].first(where: { _ in true }) else { return nil }
    let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
    guard digits.allSatisfy(\.isHexDigit), let number = UInt64(digits, radix: 16) else {
      throw RPCError(
        code: .invalidArgument,
        message: "\(fingerprint) is \"\(text.prefix(32))\"; it must be a hexadecimal number of at most 64 bits")
    }
    return number
  }

  /// Returns the buffer that the reader of a stream asks for; `nil` if the request does not say that it wants a stream.
  ///
  /// - Throws: `invalidArgument` if it is not a number from 1.
  static func buffer(in metadata: Metadata) throws(RPCError) -> Int? {
    guard let text = metadata[stringValues: buffer].first(where: { _ in true }) else { return nil }
    guard text.utf8.count <= 9, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(text), number > 0
    else {
      throw RPCError(
        code: .invalidArgument,
        message: "\(buffer) is \"\(text.prefix(32))\"; it must be a decimal number from 1 with at most nine digits")
    }
    return number
  }

  /// Returns whether an answer says that the name is a stream.
  static func isStream(_ metadata: Metadata) -> Bool { metadata[stringValues: buffer].contains { _ in true } }

  /// Returns whether an answer says that the server has done nothing of the call.
  static func isRefusal(_ metadata: Metadata) -> Bool { metadata[stringValues: refusal].contains { _ in true } }

  static func failure(in metadata: Metadata) -> [UInt8]? {
    metadata[binaryValues: failure].first { _ in true }
  }

  /// Adds the caller's metadata, whose keys never are those of the transport.
  static func add(_ callers: HostCallMetadata, to metadata: inout Metadata) {
    for key in callers.keys {
      switch callers.value(forKey: key) {
      case .text(let text): metadata.addString(text, forKey: key)
      case .bytes(let bytes): metadata.addBinary(bytes, forKey: key)
      case nil: break
      }
    }
  }

  /// Returns the caller's metadata in a request.
  ///
  /// - Throws: `invalidArgument` for an entry that is not allowed, `resourceExhausted` beyond the limits.
  static func callers(in metadata: Metadata) throws(RPCError) -> HostCallMetadata {
    var callers = HostCallMetadata()
    do throws(HostSetupError) {
      // HTTP's pseudo-headers begin with a colon.
      for (key, value) in metadata where !key.hasPrefix(":") && !HostCallMetadata.isReserved(key) {
        switch value {
        case .string(let text) where !key.hasSuffix("-bin"): try callers.append(.text(text), forKey: key)
        case .binary(let bytes): try callers.append(.bytes(bytes), forKey: key)
        case .string:
          // gRPC leaves the base64 of a binary value to the reader.
          guard let bytes = metadata[binaryValues: key].first(where: { _ in true }) else {
            throw HostSetupError(
              code: .invalidArgument, message: "the metadata under \"\(key)\" is not bytes in base64")
          }
          try callers.append(.bytes(bytes), forKey: key)
        }
      }
    } catch {
      throw RPCError(
        code: error.code == .resourceExhausted ? .resourceExhausted : .invalidArgument, message: error.message)
    }
    return callers
  }

  /// Returns the timeout of a request; `nil` if there is none.
  ///
  /// - Throws: `invalidArgument` if it is malformed.
  static func timeout(in metadata: Metadata) throws(RPCError) -> Duration? {
    guard let text = metadata[stringValues: timeout].first(where: { _ in true }) else { return nil }
    guard let duration = duration(of: text) else {
      throw RPCError(
        code: .invalidArgument,
        message: "\(timeout) is \"\(text.prefix(32))\"; it must be one to eight digits and a unit: H, M, S, m, u or n"
      )
    }
    return duration
  }

  /// Returns the duration of a timeout: one to eight digits and a unit; `nil` if it is malformed.
  ///
  /// Source: [gRPC over HTTP2](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md), Timeout.
  static func duration(of text: String) -> Duration? {
    guard let unit = text.last, (2...9).contains(text.utf8.count),
      text.dropLast().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int64(text.dropLast())
    else { return nil }
    return switch unit {
    case "H": min(.seconds(number * 3600), GRPCLimits.maximumTime)
    case "M": min(.seconds(number * 60), GRPCLimits.maximumTime)
    case "S": .seconds(number)
    case "m": .milliseconds(number)
    case "u": .microseconds(number)
    case "n": .nanoseconds(number)
    default: nil
    }
  }

  /// Returns a timeout in the form of a request, rounded up to the smallest unit in which it has at most eight
  /// digits.
  static func text(of timeout: Duration) -> String {
    let (seconds, attoseconds) = min(max(.zero, timeout), GRPCLimits.maximumTime).components
    let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    var (unit, size) = ("n", Int64(1))
    for (larger, itsSize) in [("u", Int64(1000)), ("m", 1_000_000), ("S", 1_000_000_000), ("M", 60_000_000_000)]
    where nanoseconds > 99_999_999 * size {
      (unit, size) = (larger, itsSize)
    }
    return "\(nanoseconds / size + (nanoseconds % size == 0 ? 0 : 1))\(unit)"
  }

  /// Returns an error message, cut to a length that fits into a header.
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
