// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The kind of an error, of a call or of what is wider.
///
/// The codes are gRPC's, by name and number, so they survive a call across machines; only ``failed`` has no counterpart
/// there. The type is open: any number is a code, so a `switch` over codes needs a `default`.
///
/// Source: [gRPC status codes](https://grpc.io/docs/guides/status-codes/).
public struct HostCallCode: RawRepresentable, Hashable, Sendable {
  /// The number; gRPC's, where gRPC has one.
  public let rawValue: Int

  /// Creates a code from any number.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The caller, the host or the bridge cancelled the call.
  public static let cancelled = HostCallCode(rawValue: 1)
  /// The handler answered with an error message.
  public static let unknown = HostCallCode(rawValue: 2)
  /// The handler could not decode the request, or the caller could not encode it.
  public static let invalidArgument = HostCallCode(rawValue: 3)
  /// The deadline passed before the call was answered.
  public static let deadlineExceeded = HostCallCode(rawValue: 4)
  /// The requested entity does not exist.
  public static let notFound = HostCallCode(rawValue: 5)
  /// The entity to create already exists.
  public static let alreadyExists = HostCallCode(rawValue: 6)
  /// The caller lacks permission for the operation.
  public static let permissionDenied = HostCallCode(rawValue: 7)
  /// A limit on sizes or on calls in flight was reached, or memory for a payload is lacking.
  public static let resourceExhausted = HostCallCode(rawValue: 8)
  /// A precondition of the call is not met, such as matching schemas.
  public static let failedPrecondition = HostCallCode(rawValue: 9)
  /// The handler aborted the operation because of a conflict.
  public static let aborted = HostCallCode(rawValue: 10)
  /// The operation was attempted past the valid range.
  public static let outOfRange = HostCallCode(rawValue: 11)
  /// The host has not registered the wire name.
  public static let unimplemented = HostCallCode(rawValue: 12)
  /// The core could not decode the answer, or the answer carried a failure that the call does not declare.
  public static let `internal` = HostCallCode(rawValue: 13)
  /// The bridge is closed or closing.
  public static let unavailable = HostCallCode(rawValue: 14)
  /// Data was lost or corrupted beyond recovery.
  public static let dataLoss = HostCallCode(rawValue: 15)
  /// The caller is not authenticated.
  public static let unauthenticated = HostCallCode(rawValue: 16)
  /// The handler answered with the failure that the call declares.
  ///
  /// Not one of gRPC's codes: across machines it travels as ``unknown`` with the failure beside it.
  public static let failed = HostCallCode(rawValue: 256)

  /// A Boolean value that indicates whether the code is one of gRPC's, 1 to 16, which are those that a host can send.
  package var isGRPC: Bool { (1...16).contains(rawValue) }

  /// The names of gRPC's codes, in the order of their numbers, from 1.
  private static let names = [
    "cancelled", "unknown", "invalidArgument", "deadlineExceeded", "notFound", "alreadyExists",
    "permissionDenied", "resourceExhausted", "failedPrecondition", "aborted", "outOfRange",
    "unimplemented", "internal", "unavailable", "dataLoss", "unauthenticated",
  ]
}

extension HostCallCode: CustomStringConvertible {
  /// The name of the code, such as `deadlineExceeded`; `code 99` for a number without a name.
  public var description: String {
    if self == .failed { return "failed" }
    return isGRPC ? Self.names[rawValue - 1] : "code \(rawValue)"
  }
}

extension HostCallCode {
  /// Returns an error of a call in one line, with the code, the call and the message.
  package func description(of message: String, wireName: String?, callID: UInt64?) -> String {
    var text = "\(self)"
    if let wireName { text += " in \(wireName)" }
    if let callID { text += " (call \(callID))" }
    return "\(text): \(message)"
  }
}
