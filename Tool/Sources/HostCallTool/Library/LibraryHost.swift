// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

/// The functions of a host that a library's core calls, registered as any host registers them.
final class LibraryHost: Sendable {
  /// Answers a call with the given encodings and request, at once or later.
  typealias Respond =
    @Sendable (_ call: CoreCall, _ request: [UInt8], _ complete: @escaping @Sendable (HostAnswer) -> Void) -> Void

  private let functions: LibraryFunctions
  private let respond: Respond

  init(_ core: CoreLibrary, _ bridge: hostcall_bridge, respond: @escaping Respond) throws(CommandError) {
    functions = try LibraryFunctions(core, bridge)
    self.respond = respond
  }

  /// Registers a function or a stream that answers the core's calls.
  func register(_ call: CoreCall) throws(CommandError) {
    let function = LibraryFunction(call, functions, respond)
    let retained = unsafe Unmanaged.passRetained(function)
    let status = unsafe call.isStream ? registerStream(call.name, retained) : register(call.name, retained)
    guard status == HOSTCALL_OK else {
      unsafe retained.release()
      throw .unavailable("\(functions.core.path): \(call.name) cannot be registered: \(functions.core.lastError())")
    }
  }

  private func register(_ name: String, _ function: Unmanaged<LibraryFunction>) -> Int32 {
    var handler = unsafe hostcall_handler()
    unsafe handler.size = unsafe MemoryLayout<hostcall_handler>.size
    unsafe handler.invoke = unsafe LibraryFunction.invoke
    unsafe handler.release = { unsafe LibraryFunction.release($0) }
    unsafe handler.user_data = function.toOpaque()
    return unsafe name.withCString { unsafe functions.registerHandler(functions.bridge, $0, &handler) }
  }

  private func registerStream(_ name: String, _ function: Unmanaged<LibraryFunction>) -> Int32 {
    guard let registerStream = unsafe functions.registerStream else { return HOSTCALL_NOT_REGISTERED }
    var handler = unsafe hostcall_stream_handler()
    unsafe handler.size = unsafe MemoryLayout<hostcall_stream_handler>.size
    unsafe handler.invoke = unsafe LibraryFunction.invoke
    unsafe handler.credit = { callID, _, userData in unsafe LibraryFunction.at(userData)?.resume(callID) }
    unsafe handler.cancel = { callID, _, userData in unsafe LibraryFunction.at(userData)?.forget(callID) }
    unsafe handler.release = { unsafe LibraryFunction.release($0) }
    unsafe handler.user_data = function.toOpaque()
    return unsafe name.withCString { unsafe registerStream(functions.bridge, $0, &handler) }
  }
}

extension LibraryFunction {
  fileprivate static let invoke: hostcall_invoke_fn = { callID, request, count, userData in
    let request = unsafe Array(UnsafeBufferPointer(start: request, count: count))
    unsafe LibraryFunction.at(userData)?.begin(callID, request)
  }

  /// Returns the function that the library was given as user data.
  fileprivate static func at(_ userData: UnsafeMutableRawPointer?) -> LibraryFunction? {
    unsafe userData.map { unsafe Unmanaged<LibraryFunction>.fromOpaque($0).takeUnretainedValue() }
  }

  fileprivate static func release(_ userData: UnsafeMutableRawPointer?) {
    if let userData = unsafe userData { unsafe Unmanaged<LibraryFunction>.fromOpaque(userData).release() }
  }
}
