#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Why an input can't be read.
struct InputError: Error {
  let message: String
}

/// Files and the standard input, whole.
enum Input {
  private static let chunk = 1 << 16

  /// The bytes of `file`, or of the standard input.
  static func read(file: String?) throws(InputError) -> [UInt8] {
    guard let file else { return try read(descriptor: STDIN_FILENO, name: "standard input") }
    let descriptor = unsafe open(file, O_RDONLY)
    guard descriptor >= 0 else { throw failure(file) }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, name: file)
  }

  private static func read(descriptor: Int32, name: String) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: chunk)
    while true {
      #if canImport(Glibc)
        let count = unsafe Glibc.read(descriptor, &buffer, chunk)
      #else
        let count = unsafe Darwin.read(descriptor, &buffer, chunk)
      #endif
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(name)
      }
      bytes += buffer.prefix(count)
    }
  }

  private static func failure(_ name: String) -> InputError {
    InputError(message: unsafe "\(name): \(String(cString: strerror(errno)))")
  }
}

/// Says `text` on the standard error output.
func complain(_ text: String) {
  let bytes = Array("\(text)\n".utf8)
  _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
}
