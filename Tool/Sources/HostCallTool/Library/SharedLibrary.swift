// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// A shared library, loaded into the tool.
// Sendable because it is constant: the library stays loaded, and its functions may be called from any thread.
@safe struct SharedLibrary: @unchecked Sendable {
  let path: String
  private let handle: UnsafeMutableRawPointer

  /// Loads the library at `path`.
  init(path: String) throws(CommandError) {
    var status = stat()
    // Opening a pipe would wait for its other end.
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw .noInput("\(path): not a regular file")
    }
    // Without a slash, `dlopen` would search the system's libraries.
    guard let handle = unsafe dlopen(path.contains("/") ? path : "./\(path)", RTLD_NOW | RTLD_LOCAL) else {
      throw .noInput(unsafe "\(path): \(String(cString: dlerror()))")
    }
    self.path = path
    unsafe self.handle = handle
  }

  /// Returns a function of the library.
  ///
  /// - Parameters:
  ///   - name: The name of the function.
  ///   - type: The type of the function, as its header declares it.
  func function<Function>(_ name: String, as type: Function.Type) throws(CommandError) -> Function {
    guard let address = unsafe dlsym(handle, name) else {
      throw .noInput("\(path): the library exports no function \(name)")
    }
    return unsafe unsafeBitCast(address, to: type)
  }
}
