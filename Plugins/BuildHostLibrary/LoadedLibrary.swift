// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A library that was built, loaded into the plugin's process to describe itself.
struct LoadedLibrary {
  private typealias Open = @convention(c) () -> UInt64
  private typealias Describe =
    @convention(c) (UInt64, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Int>) -> Int32
  private typealias Close = @convention(c) (UInt64) -> Int32

  private let name: String
  private let handle: UnsafeMutableRawPointer

  /// - Parameters:
  ///   - path: The file to load.
  ///   - name: The name of the library, for messages.
  init(path: String, _ name: String) throws {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "for no known reason"
      throw PluginFailure("\(name) cannot be loaded, expected one for this system, or --no-descriptor: \(reason)")
    }
    self.name = name
    self.handle = handle
  }

  /// Returns the descriptor in CBOR, which `hostcall_describe` writes.
  func descriptor(openedBy function: String) throws -> Data {
    let open = unsafeBitCast(try symbol(function), to: Open.self)
    let describe = unsafeBitCast(try symbol("hostcall_describe"), to: Describe.self)
    let close = unsafeBitCast(try symbol("hostcall_close"), to: Close.self)
    let bridge = open()
    guard bridge != 0 else { throw PluginFailure("\(function) of \(name) opened no bridge") }
    defer { _ = close(bridge) }
    var length = 0
    var status = describe(bridge, nil, 0, &length)
    var bytes = [UInt8](repeating: 0, count: length)
    if status == 0 { status = describe(bridge, &bytes, bytes.count, &length) }
    guard status == 0 else { throw PluginFailure("hostcall_describe of \(name) returned status \(status)") }
    return Data(bytes)
  }

  private func symbol(_ function: String) throws -> UnsafeMutableRawPointer {
    guard let address = dlsym(handle, function) else { throw PluginFailure("\(name) has no function \(function)") }
    return address
  }
}
