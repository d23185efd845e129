/// What kind of error stopped a call.
///
/// The codes are gRPC's, by name and number, so that a call that crosses machines keeps them; ``failed`` is the one
/// that gRPC lacks. The type is open: a number that has no name here is a code all the same, and a `switch` over
/// codes needs a `default`.
///
/// Source: [gRPC status codes](https://grpc.io/docs/guides/status-codes/).
public struct HostCallCode: RawRepresentable, Hashable, Sendable {
  /// The number, gRPC's where gRPC has one.
  public let rawValue: Int

  /// Creates a code from its number; every number is allowed.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The caller, the host or the bridge gave the call up.
  public static let cancelled = HostCallCode(rawValue: 1)
  /// The handler answered with an error message.
  public static let unknown = HostCallCode(rawValue: 2)
  /// The handler could not decode the request, or it can't be encoded.
  public static let invalidArgument = HostCallCode(rawValue: 3)
  /// There was no answer in time.
  public static let deadlineExceeded = HostCallCode(rawValue: 4)
  /// The handler did not find what was asked for.
  public static let notFound = HostCallCode(rawValue: 5)
  /// What the handler was to create is there already.
  public static let alreadyExists = HostCallCode(rawValue: 6)
  /// The caller may not do that.
  public static let permissionDenied = HostCallCode(rawValue: 7)
  /// A limit on sizes or on calls in flight was reached, or there is no memory for a payload.
  public static let resourceExhausted = HostCallCode(rawValue: 8)
  /// Something that the call relies on does not hold; schema fingerprints differ.
  public static let failedPrecondition = HostCallCode(rawValue: 9)
  /// The handler gave up because of a conflict.
  public static let aborted = HostCallCode(rawValue: 10)
  /// The handler was asked for something past the end.
  public static let outOfRange = HostCallCode(rawValue: 11)
  /// The host has not registered that wire name.
  public static let unimplemented = HostCallCode(rawValue: 12)
  /// The core could not decode the answer, or the answer carried a failure that the call does not declare.
  public static let `internal` = HostCallCode(rawValue: 13)
  /// The bridge is closed or closing.
  public static let unavailable = HostCallCode(rawValue: 14)
  /// Data is lost or damaged beyond repair.
  public static let dataLoss = HostCallCode(rawValue: 15)
  /// The caller did not say who it is.
  public static let unauthenticated = HostCallCode(rawValue: 16)
  /// The handler answered with the failure that the call declares.
  ///
  /// Not one of gRPC's codes: across machines it travels as ``unknown`` with the failure beside it.
  public static let failed = HostCallCode(rawValue: 256)

  /// The sixteen codes that gRPC numbers from 1, in that order.
  private static let names = [
    "cancelled", "unknown", "invalidArgument", "deadlineExceeded", "notFound", "alreadyExists",
    "permissionDenied", "resourceExhausted", "failedPrecondition", "aborted", "outOfRange",
    "unimplemented", "internal", "unavailable", "dataLoss", "unauthenticated",
  ]
}

extension HostCallCode: CustomStringConvertible {
  /// The name as it is spelled here, such as `deadlineExceeded`; `code 99` for a number without a name.
  public var description: String {
    if self == .failed { return "failed" }
    return (1...Self.names.count).contains(rawValue) ? Self.names[rawValue - 1] : "code \(rawValue)"
  }
}
