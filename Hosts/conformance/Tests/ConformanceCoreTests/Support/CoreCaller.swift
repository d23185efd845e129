// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostCall

/// Calls the functions of a core as a host in C does, so that a generated client can be used from the host's side.
struct CoreCaller: HostCaller {
  let bridge: hostcall_bridge

  func call<C: HostCallable>(_ request: C, timeout: Duration?) async throws(HostCallError<C.Failure>) -> C.Response {
    let request = Payload.encode(request, isRaw: C.wireFormat == .raw)
    let id = CallID()
    let (outcome, payload) = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<(Int32, [UInt8]), Never>) in
        let box = Unmanaged.passRetained(Box(continuation))
        var options = hostcall_call_options()
        options.size = MemoryLayout<hostcall_call_options>.size
        options.timeout_ns = timeout.map { Int64($0 / .nanoseconds(1)) } ?? 0
        var number: UInt64 = 0
        let status = hostcall_call_with(
          bridge, C.wireName, request, request.count, &options,
          { outcome, payload, count, context in
            let box = Unmanaged<Box<CheckedContinuation<(Int32, [UInt8]), Never>>>.fromOpaque(context!)
            box.takeRetainedValue().value.resume(
              returning: (outcome, Array(UnsafeBufferPointer(start: payload, count: count))))
          }, box.toOpaque(), &number)
        if status == HOSTCALL_OK {
          id.set(number) { _ = hostcall_cancel(bridge, $0) }
        } else {
          box.release()
          continuation.resume(returning: (-status, Array(lastError().utf8)))
        }
      }
    } onCancel: {
      id.cancel { _ = hostcall_cancel(bridge, $0) }
    }
    if outcome == HOSTCALL_REPLY_OK {
      do {
        let isRaw = C.wireFormat == .raw || C.wireFormat == .automatic && C.Response.self is any PlainData.Type
        return try Payload.decode(C.Response.self, payload, isRaw: isRaw)
      } catch {
        throw HostCallError(code: .internal, message: "\(error)", wireName: C.wireName)
      }
    }
    throw HostCallError(outcome: outcome, payload, C.wireName)
  }

  func stream<S: HostStreamable>(
    _ request: S, buffer: Int, timeout: Duration?, silence: Duration?
  ) -> HostStream<S.Element, S.Failure> {
    HostStream(CoreStream(bridge: bridge, request: request, buffer: buffer, timeout: timeout))
  }
}

/// Returns the message of the last failure on this thread.
func lastError() -> String {
  var buffer = [UInt8](repeating: 0, count: 1024)
  let length = buffer.withUnsafeMutableBytes { bytes in
    hostcall_last_error(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
  }
  return String(decoding: buffer.prefix(length), as: UTF8.self)
}

extension HostCallError {
  /// Creates the error of an outcome, or of a status, which is negative.
  init(outcome: Int32, _ payload: [UInt8], _ wireName: String) {
    switch outcome {
    case HOSTCALL_REPLY_FAILURE:
      let failure = try? CBORDecoder().decode(Failure.self, from: payload)
      self.init(code: .failed, message: "", wireName: wireName, failure: failure)
    case HOSTCALL_REPLY_CANCELLED: self.init(code: .cancelled, message: "", wireName: wireName)
    case 0x100...0x110:
      let code = HostCallCode(rawValue: Int(outcome) - 0x100)
      self.init(code: code, message: String(decoding: payload, as: UTF8.self), wireName: wireName)
    case ..<0:
      let text = String(cString: hostcall_status_name(-outcome)) + ": " + String(decoding: payload, as: UTF8.self)
      self.init(code: .unavailable, message: text, wireName: wireName)
    default:
      self.init(code: .unknown, message: String(decoding: payload, as: UTF8.self), wireName: wireName)
    }
  }
}
