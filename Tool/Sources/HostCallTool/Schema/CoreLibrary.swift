// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall

/// A shared library that contains a core, loaded into the tool.
///
/// Like the tool, the library has its own copy of the package, so its functions are looked up in the library and not
/// linked by name.
struct CoreLibrary: Sendable {
  private typealias Open = @convention(c) () -> hostcall_bridge
  private typealias Describe =
    @convention(c) (
      hostcall_bridge, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Int>?
    ) -> Int32

  private let library: SharedLibrary
  var path: String { library.path }

  /// Loads the library at `path`.
  init(path: String) throws(CommandError) {
    library = try SharedLibrary(path: path)
    // A library without these functions contains no core.
    for name in ["hostcall_describe", "hostcall_close", "hostcall_last_error"] {
      _ = try unsafe library.function(name, as: UnsafeRawPointer.self)
    }
  }

  /// Opens a bridge with the library's function `symbol`, and returns its handle.
  func openBridge(_ symbol: String) throws(CommandError) -> hostcall_bridge {
    let bridge = try function(symbol, as: Open.self)()
    guard bridge != 0 else { throw .unavailable("\(path): \(symbol) opened no bridge") }
    return bridge
  }

  /// Closes a bridge, and waits until its functions have returned.
  func close(_ bridge: hostcall_bridge) throws(CommandError) {
    _ = try function("hostcall_close", as: (@convention(c) (hostcall_bridge) -> Int32).self)(bridge)
  }

  /// Returns the encoded descriptor of the core's calls.
  func descriptor(of bridge: hostcall_bridge) throws(CommandError) -> [UInt8] {
    let describe = try unsafe function("hostcall_describe", as: Describe.self)
    var length = 0
    try unsafe check(describe(bridge, nil, 0, &length))
    var bytes = [UInt8](repeating: 0, count: length)
    try unsafe check(describe(bridge, &bytes, bytes.count, &length))
    return Array(bytes.prefix(length))
  }

  /// Returns the encoded descriptor of the bridge that `symbol` opens, and closes the bridge.
  func descriptor(openedBy symbol: String) throws(CommandError) -> [UInt8] {
    let bridge = try openBridge(symbol)
    let bytes = try descriptor(of: bridge)
    try close(bridge)
    return bytes
  }

  /// Returns the message of the last function that failed on this thread.
  func lastError() -> String {
    guard let lastError = try? unsafe function("hostcall_last_error", as: LastError.Function.self) else { return "" }
    return unsafe LastError.message(lastError)
  }

  /// Returns a function of the library.
  ///
  /// - Parameters:
  ///   - name: The name of the function.
  ///   - type: The type of the function, as the header declares it.
  func function<Function>(_ name: String, as type: Function.Type) throws(CommandError) -> Function {
    try library.function(name, as: type)
  }

  private func check(_ status: Int32) throws(CommandError) {
    guard status == HOSTCALL_OK else { throw .unavailable("\(path): \(lastError())") }
  }
}
