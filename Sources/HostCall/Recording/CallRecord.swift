// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What a log of calls contains about one call or stream, as a ``CallRecorder`` writes it and a ``CallLogReader`` reads
/// it.
///
/// The format only grows: a later version adds optional keys, and a reader ignores keys that it does not know. Each
/// property is encoded under its name; one that is `nil` is left out.
///
/// Thread safety: a value.
public struct CallRecord: Codable, Hashable, Sendable {
  /// The direction of a call.
  public typealias Direction = HostCallDescriptor.Direction

  /// The side that has recorded a call.
  public enum Side: String, Codable, Hashable, Sendable {
    /// The side that has made the call.
    case caller
    /// The side that has answered it. A handler in Swift in the caller's process leaves a second record of the call,
    /// with the same ``CallRecord/bridge``, direction and ``CallRecord/callID``.
    case handler
  }

  /// The kind of a call.
  public enum Kind: String, Codable, Hashable, Sendable {
    /// A call with one answer.
    case call
    /// A stream.
    case stream
  }

  /// How a call has ended.
  public struct Outcome: Codable, Hashable, Sendable {
    /// The number of the error's `HostCallCode`; 0 for success.
    public var code: Int
    /// The name of the code, such as `deadlineExceeded`; `ok` for success, and `givenUp` for a stream that its reader
    /// has given up, whose code is that of `cancelled`.
    public var name: String
    /// The message of the error; `nil` for success.
    public var message: String?

    /// Creates an outcome.
    ///
    /// - Parameters:
    ///   - code: The number of the error's code; 0 for success.
    ///   - name: The name of the code.
    ///   - message: The message of the error.
    public init(code: Int, name: String, message: String? = nil) {
      self.code = code
      self.name = name
      self.message = message
    }
  }

  /// An entry of a call's metadata.
  public struct MetadataEntry: Codable, Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value, text or bytes; `nil` unless payloads are recorded.
    public var value: CBORValue?

    /// Creates an entry.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value, text or bytes.
    public init(key: String, value: CBORValue? = nil) {
      self.key = key
      self.value = value
    }
  }

  /// The text that replaces the value of a redacted field.
  public static let redaction = "[redacted]"
  /// What ``redacted`` contains for a message inside a byte string that was replaced as a whole.
  static let redactedMessage = "tag 24"
  /// The limits for a record: around a payload, which nests as deep as a message may, are its map and perhaps the array
  /// of a stream's elements.
  static let limits: CBORLimits = {
    var limits = CBORLimits()
    limits.nestingDepth += 2
    return limits
  }()

  /// The number of the record's call, from 1, as its recorder counts them; the same in the record of its beginning.
  ///
  /// A process with two libraries that contain the package has two recorders.
  public var number: UInt64
  /// The ``number`` of the call whose handler has made this one; `nil` if none is known.
  public var parent: UInt64?
  /// The process ID.
  public var process: Int
  /// The time at which the call began, in seconds since 1970-01-01 UTC.
  public var time: Double
  /// The time from the beginning to the end in seconds, by a clock that is never set; `nil` in a record of the
  /// beginning.
  public var duration: Double?
  /// The number of the bridge, as hosts in C know it; `nil` for a client over another transport, and at a server.
  public var bridge: UInt64?
  /// The direction.
  public var direction: Direction
  /// The side that has recorded the call.
  public var side: Side
  /// The kind.
  public var kind: Kind
  /// The wire name.
  public var name: String
  /// The call's ID on its bridge; `nil` if it has none.
  public var callID: UInt64?
  /// The encoding of the request as it crossed, `cbor` or `raw`; `nil` if it is not known.
  public var requestEncoding: String?
  /// The encoding of the response, or of the elements; `nil` if it is not known.
  public var responseEncoding: String?
  /// The size of the encoded request in bytes; `nil` if it was not encoded.
  public var requestSize: Int?
  /// The size in bytes of the encoded response or failure, or of all elements; `nil` without any.
  public var responseSize: Int?
  /// The number of elements of a stream; `nil` for a call.
  public var elements: Int?
  /// How often the call was made; more than 1 if it was repeated.
  public var attempts: Int?
  /// The outcome; `nil` in a record of the beginning.
  public var outcome: Outcome?
  /// The metadata that the call carried; `nil` if there is none.
  public var metadata: [MetadataEntry]?
  /// The request; `nil`, like the following payloads, unless payloads are recorded.
  ///
  /// Payloads are CBOR, whatever crossed: a raw request is encoded again.
  public var request: CBORRawItem?
  /// The response of a call.
  public var response: CBORRawItem?
  /// The declared failure.
  public var failure: CBORRawItem?
  /// The first elements of a stream.
  public var elementPayloads: [CBORRawItem]?
  /// The names of the fields whose values were replaced by ``redaction``, and `tag 24` if a message inside a byte
  /// string was replaced as a whole; `nil` if nothing was.
  public var redacted: [String]?
  /// The payloads that were left out, each with the reason, such as `request: 2000000 bytes`; `nil` if none was.
  public var omitted: [String]?
  /// The number of records that could not be written since the previous one of this process; `nil` for none.
  public var lost: UInt64?

  /// Creates a record of a call.
  ///
  /// - Parameters:
  ///   - number: The number of the call, from 1, as its recorder counts them.
  ///   - process: The process ID.
  ///   - time: The time at which the call began, in seconds since 1970-01-01 UTC.
  ///   - direction: The direction.
  ///   - side: The side that records the call.
  ///   - kind: The kind.
  ///   - name: The wire name.
  public init(
    number: UInt64, process: Int, time: Double, direction: Direction, side: Side, kind: Kind, name: String
  ) {
    self.number = number
    self.process = process
    self.time = time
    self.direction = direction
    self.side = side
    self.kind = kind
    self.name = name
  }
}
