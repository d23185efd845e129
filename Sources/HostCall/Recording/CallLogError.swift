// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The error of a log of calls that cannot be read further.
///
/// Thread safety: a value.
public struct CallLogError: Error, Hashable, Sendable {
  /// The kind of fault.
  public enum Code: String, Hashable, Sendable {
    /// The bytes do not begin with the header of a log.
    case notALog
    /// The log has a format of a later version.
    case unsupportedVersion
    /// The log ends inside a record: its writer was stopped, or is still writing.
    case incomplete
    /// A record is damaged.
    case damaged
  }

  /// The kind of fault.
  public var code: Code
  /// The position of the record or the header that cannot be read, in bytes from the start of the log.
  public var offset: Int
  /// What was found and what was expected.
  public var message: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of fault.
  ///   - offset: The position, in bytes from the start of the log.
  ///   - message: What was found and what was expected.
  public init(code: Code, offset: Int, message: String) {
    self.code = code
    self.offset = offset
    self.message = message
  }
}

extension CallLogError: CustomStringConvertible {
  /// The code, the offset and the message on one line.
  public var description: String { "\(code.rawValue) at byte \(offset): \(message)" }
}
