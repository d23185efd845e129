internal import CHostBridge

/// What a C function returns.
package enum Status: Int32, CaseIterable, Sendable {
  case ok = 0
  case invalidArgument = 1
  case invalidBridge = 2
  case closed = 3
  case unknownCall = 4
  case notRegistered = 5
  case resourceExhausted = 6
  case abiMismatch = 7
  case schemaMismatch = 8

  /// The spelling of the macro in `hostcall.h`.
  var name: StaticString {
    switch self {
    case .ok: "HOSTCALL_OK"
    case .invalidArgument: "HOSTCALL_INVALID_ARGUMENT"
    case .invalidBridge: "HOSTCALL_INVALID_BRIDGE"
    case .closed: "HOSTCALL_CLOSED"
    case .unknownCall: "HOSTCALL_UNKNOWN_CALL"
    case .notRegistered: "HOSTCALL_NOT_REGISTERED"
    case .resourceExhausted: "HOSTCALL_RESOURCE_EXHAUSTED"
    case .abiMismatch: "HOSTCALL_ABI_MISMATCH"
    case .schemaMismatch: "HOSTCALL_SCHEMA_MISMATCH"
    }
  }
}

/// Why a C function fails: the status that it returns, and what `hostcall_last_error` will say on this thread.
struct StatusError: Error {
  let status: Status
  let message: String

  init(_ status: Status, _ message: String) {
    self.status = status
    self.message = message
  }

  static func unknownCall(_ id: UInt64) -> StatusError {
    StatusError(.unknownCall, "no call with the ID \(id) is pending: it was answered, has ended, or never was")
  }

  static let closed = StatusError(.closed, "the bridge is being closed")
}

extension Status {
  /// Runs the body of a C function, and makes its error the last one of this thread.
  static func returned(by body: () throws(StatusError) -> Void) -> Int32 {
    do throws(StatusError) {
      try body()
      return Status.ok.rawValue
    } catch {
      var message = error.message
      message.withUTF8 { text in
        unsafe text.withMemoryRebound(to: CChar.self) { text in
          guard let start = text.baseAddress else { return }
          unsafe hostcall_error_set(start, text.count)
        }
      }
      return error.status.rawValue
    }
  }
}
