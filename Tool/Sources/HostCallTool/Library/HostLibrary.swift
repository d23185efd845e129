// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

/// A shared library with the functions of a host, loaded into the tool, which is the host's core.
///
/// The library refers to no function of a core: it is given the tool's table of functions.
struct HostLibrary: Sendable {
  private typealias Register = @convention(c) (UnsafePointer<hostcall_api>, hostcall_bridge) -> Int32

  private let library: SharedLibrary

  /// Loads the library at `path`.
  init(path: String) throws(CommandError) {
    do throws(CommandError) {
      library = try SharedLibrary(path: path)
    } catch {
      // As glibc, musl and macOS say it.
      let message = error.message
      guard message.contains("undefined symbol") || message.contains("symbol not found") else { throw error }
      throw .noInput(
        "\(message); expected a library without functions of a core: compile the generated file in C with "
          + "-DHOSTCALL_TYPED_LOADED, and leave out what opens a bridge")
    }
  }

  /// Has the library's function `symbol` register the host's functions at a bridge.
  ///
  /// - Throws: The reason, or else the status, if the function does not return `HOSTCALL_OK`.
  func register(_ symbol: String, at bridge: HostBridge) throws(CommandError) {
    let register = try unsafe library.function(symbol, as: Register.self)
    let status = unsafe register(HostBridge.cAPI, bridge.cHandle)
    guard status != HOSTCALL_OK else { return }
    let reason = lastError()
    let name = unsafe HostBridge.cAPI.pointee.status_name(status).map { unsafe String(cString: $0) }
    throw .unavailable("\(library.path): \(symbol) has refused: \(reason ?? name ?? "status \(status)")")
  }

  /// Returns why a function of the tool's table, or of the runtime of hosts in C, has failed on this thread; `nil` if
  /// none has.
  private func lastError() -> String? {
    let message = unsafe LastError.message(HostBridge.cAPI.pointee.last_error)
    if !message.isEmpty { return message }
    typealias TypedLastError = @convention(c) () -> UnsafePointer<CChar>
    let lastError = try? unsafe library.function("hostcall_typed_last_error", as: TypedLastError.self)
    let reason = unsafe lastError.map { unsafe String(cString: $0()) }
    return reason?.isEmpty == true ? nil : reason
  }
}
