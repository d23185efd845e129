// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// Records a failure in XCTest without linking against it, by looking up its function in the process.
enum XCTestFailure {
  private typealias Fail = @convention(thin) (String, StaticString, UInt) -> Void

  /// The mangled name of `XCTFail(_:file:line:)`.
  private static let symbol = "$s6XCTest7XCTFail_4file4lineySS_s12StaticStringVSutF"

  private static let fail: Fail? = {
    #if canImport(Darwin)
    let everywhere = unsafe UnsafeMutableRawPointer(bitPattern: -2)  // RTLD_DEFAULT
    #else
    let everywhere: UnsafeMutableRawPointer? = nil
    #endif
    return unsafe dlsym(everywhere, symbol).map { unsafe unsafeBitCast($0, to: Fail.self) }
  }()

  /// Records a failure at a line in the running test; does nothing if no XCTest test runs.
  ///
  /// - Returns: `false` if the process does not contain XCTest.
  static func record(_ message: String, at location: TestLocation) -> Bool {
    guard let fail else { return false }
    fail(message, file(location.filePath), UInt(max(location.line, 0)))
    return true
  }

  // MARK: Static strings

  /// The addresses of the converted paths, which are never freed.
  private static let files = Guarded<[String: UInt]>([:])

  /// Returns a path as a `StaticString`, which the compiler creates from literals only.
  private static func file(_ path: String) -> StaticString {
    let address = files.withLock { files in
      if let address = files[path] { return address }
      let address = UInt(bitPattern: unsafe strdup(path))
      files[path] = address
      return address
    }
    let words = Words(address: address, count: UInt(path.utf8.count), flags: path.utf8.allSatisfy { $0 < 0x80 } ? 2 : 0)
    return unsafe unsafeBitCast(words, to: StaticString.self)
  }

  /// The layout of a `StaticString`: a pointer, its length in UTF-8, and flags, whose bit 1 marks ASCII.
  private struct Words {
    let address: UInt
    let count: UInt
    let flags: UInt8
  }
}
