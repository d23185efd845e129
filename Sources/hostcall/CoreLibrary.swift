internal import HostCall

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A shared library that contains a core, loaded into the tool.
///
/// It has its own copy of the package, as the tool has: so its functions are found in the library, and not by their names.
@safe struct CoreLibrary {
  private typealias Open = @convention(c) () -> hostcall_bridge
  private typealias Describe =
    @convention(c) (
      hostcall_bridge, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Int>?
    ) -> Int32
  private typealias Close = @convention(c) (hostcall_bridge) -> Int32
  private typealias LastError = @convention(c) (UnsafeMutablePointer<CChar>?, Int) -> Int

  private let path: String
  private let handle: UnsafeMutableRawPointer

  /// Loads the library at `path`; it stays loaded.
  init(path: String) throws(Failure) {
    // Without a slash it would be looked for among the system's libraries.
    guard let handle = unsafe dlopen(path.contains("/") ? path : "./\(path)", RTLD_NOW | RTLD_LOCAL) else {
      throw .noInput(unsafe "\(path): \(String(cString: dlerror()))")
    }
    self.path = path
    unsafe self.handle = handle
  }

  /// Opens a bridge with the library's function `symbol`, asks for its descriptor, and closes it.
  func descriptor(open symbol: String) throws(Failure) -> [UInt8] {
    let open = try function(symbol, as: Open.self)
    let describe = try unsafe function("hostcall_describe", as: Describe.self)
    let close = try function("hostcall_close", as: Close.self)
    let bridge = open()
    guard bridge != 0 else { throw .unavailable("\(path): \(symbol) opened no bridge") }
    defer { _ = close(bridge) }
    var length = 0
    try unsafe check(describe(bridge, nil, 0, &length))
    var bytes = [UInt8](repeating: 0, count: length)
    try unsafe check(describe(bridge, &bytes, bytes.count, &length))
    return bytes
  }

  private func check(_ status: Int32) throws(Failure) {
    guard status != HOSTCALL_OK else { return }
    var message = [CChar](repeating: 0, count: 1024)
    let length = try unsafe function("hostcall_last_error", as: LastError.self)(&message, message.count)
    let text = message.prefix(min(length, message.count - 1)).map { UInt8(bitPattern: $0) }
    throw .unavailable("\(path): \(String(decoding: text, as: UTF8.self))")
  }

  private func function<Function>(_ name: String, as type: Function.Type) throws(Failure) -> Function {
    guard let address = unsafe dlsym(handle, name) else {
      throw .noInput("\(path): it exports no function \(name)")
    }
    return unsafe unsafeBitCast(address, to: type)
  }
}
