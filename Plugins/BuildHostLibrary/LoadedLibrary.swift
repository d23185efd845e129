// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A library that was built, loaded into the plugin's process to describe itself.
struct LoadedLibrary {
  private typealias Open = @convention(c) () -> UInt64
  private typealias Describe =
    @convention(c) (UInt64, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Int>) -> Int32
  private typealias Close = @convention(c) (UInt64) -> Int32

  let path: String
  private let handle: UnsafeMutableRawPointer

  init(path: String) throws {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw PluginFailure("\(path) cannot be loaded: \(dlerror().map { String(cString: $0) } ?? "for no known reason")")
    }
    self.path = path
    self.handle = handle
  }

  /// Returns the descriptor in CBOR, which `hostcall_describe` writes.
  func descriptor(openedBy function: String) throws -> Data {
    let open = unsafeBitCast(try symbol(function), to: Open.self)
    let describe = unsafeBitCast(try symbol("hostcall_describe"), to: Describe.self)
    let close = unsafeBitCast(try symbol("hostcall_close"), to: Close.self)
    let bridge = open()
    guard bridge != 0 else { throw PluginFailure("\(function) of \(path) opened no bridge") }
    defer { _ = close(bridge) }
    var length = 0
    var status = describe(bridge, nil, 0, &length)
    var bytes = [UInt8](repeating: 0, count: length)
    if status == 0 { status = describe(bridge, &bytes, bytes.count, &length) }
    guard status == 0 else { throw PluginFailure("hostcall_describe of \(path) returned status \(status)") }
    return Data(bytes)
  }

  private func symbol(_ name: String) throws -> UnsafeMutableRawPointer {
    guard let address = dlsym(handle, name) else {
      throw PluginFailure(
        """
        \(path) exports no function \(name); expected --open with the function that opens a bridge, or --no-descriptor
        """)
    }
    return address
  }
}
