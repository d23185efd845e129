internal import HostBridgeCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A failure of a test of XCTest, for a library that is not linked against XCTest, since not all that use it are tests
/// of that: its function is looked up in the process.
enum XCTestFailure {
  private typealias Fail = @convention(thin) (String, StaticString, UInt) -> Void

  /// `XCTFail(_:file:line:)`, by the name that the compiler gives it.
  private static let symbol = "$s6XCTest7XCTFail_4file4lineySS_s12StaticStringVSutF"

  private static let fail: Fail? = {
    #if canImport(Darwin)
      let everywhere = unsafe UnsafeMutableRawPointer(bitPattern: -2)  // RTLD_DEFAULT
    #else
      let everywhere: UnsafeMutableRawPointer? = nil
    #endif
    return unsafe dlsym(everywhere, symbol).map { unsafe unsafeBitCast($0, to: Fail.self) }
  }()

  /// Has the test that runs fail at a line, and go on.
  ///
  /// Does nothing where no test of XCTest runs.
  ///
  /// - Returns: False if the process has no XCTest.
  static func record(_ message: String, at site: CallSite) -> Bool {
    guard let fail else { return false }
    fail(message, file(site.filePath), UInt(max(site.line, 0)))
    return true
  }

  // MARK: A text that lasts

  /// The paths that were made, which live as long as the process.
  private static let files = Guarded<[String: UInt]>([:])

  /// A path as XCTest takes it: a `StaticString`, which the compiler makes of literals only.
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

  /// What a `StaticString` is made of: a pointer, its length in UTF-8, and whether it is ASCII, bit 1.
  private struct Words {
    let address: UInt
    let count: UInt
    let flags: UInt8
  }
}
