public import HostBridgeCore

/// Why a call did not get its response.
///
/// Thread safety: a value. Source of the codes: ``Code``.
public struct HostCallError<Failure: Error & Codable & Sendable>: Error, Sendable {
  /// What kind of error it is; open, so a `switch` needs a `default`.
  public typealias Code = HostCallCode

  /// What kind of error it is.
  public var code: Code
  /// What happened, in words.
  ///
  /// A host's error message is here as it was given.
  public var message: String
  /// The wire name of the call.
  public var wireName: String
  /// The call's ID on its bridge, from 1; nil if it ended before it got one.
  public var callID: UInt64?
  /// The failure that the handler answered with, where `code` is `failed`.
  public var failure: Failure?
  /// Whether a call ended with it, and no handler has made it up.
  ///
  /// Such an error, thrown by a handler, is not the answer that it chose: see ``CallFormat/answer(error:)``.
  private(set) var isOfCall = false

  /// Creates an error, for a handler to throw or a test to compare with.
  ///
  /// - Parameters:
  ///   - code: What kind of error it is.
  ///   - message: What happened, in words.
  ///   - wireName: The wire name of the call.
  ///   - callID: The call's ID on its bridge.
  ///   - failure: The declared failure, where `code` is `failed`.
  public init(
    code: Code, message: String, wireName: String = "", callID: UInt64? = nil, failure: Failure? = nil
  ) {
    self.code = code
    self.message = message
    self.wireName = wireName
    self.callID = callID
    self.failure = failure
  }
}

extension HostCallError: CustomStringConvertible {
  /// One line with the code, the call, the message, and the failure if there is one.
  public var description: String {
    var text = "\(code)"
    if !wireName.isEmpty { text += " in \(wireName)" }
    if let callID { text += " (call \(callID))" }
    text += ": \(message)"
    if let failure { text += ": \(failure)" }
    return text
  }
}

extension HostCallError {
  /// The error of a bridge, which carries no failure, or one that could not be decoded.
  package init(_ error: BridgeError) {
    self.init(code: error.code, message: error.message, wireName: error.wireName ?? "", callID: error.callID)
    isOfCall = true
  }
}

/// Any ``HostCallError``, whatever failure its call declares.
protocol CodedError: Error, CustomStringConvertible {
  var code: HostCallCode { get }
  var message: String { get }
  /// Whether a call ended with it, and no handler has made it up.
  var isOfCall: Bool { get }
}

extension HostCallError: CodedError {}

extension BridgeError: CodedError {
  var isOfCall: Bool { wireName != nil || callID != nil || failure != nil }
}

extension BridgeError {
  /// The error in one line, with what its failure contains.
  package var words: String { PayloadCodec.words(of: self) }
}
