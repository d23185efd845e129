internal import CHostBridge

/// A struct of the interface that begins with its size, as the host compiled it.
///
/// A host may have been compiled against an older header, whose struct is shorter, or a newer one, whose struct is
/// longer. What a shorter one lacks counts as zero; what a longer one has beyond ours is left alone. The pointers of
/// hosts may have any alignment, so everything is copied byte by byte.
enum SizedStruct {
  /// Checks that the struct is there, and not smaller than its first version.
  static func checkSize<Value>(_ start: UnsafePointer<Value>?, _ what: String) throws(StatusError) {
    guard let start = unsafe UnsafeRawPointer(start) else {
      throw StatusError(.invalidArgument, .pointerIsNull, text: what)
    }
    let size = unsafe start.loadUnaligned(as: Int.self)
    // There is one version as yet, so that the first is the current one. Sizes past the middle of `size_t` are
    // negative here, and as large as any.
    let first = MemoryLayout<Value>.size
    guard UInt(bitPattern: size) >= UInt(first) else {
      throw StatusError(
        .abiMismatch, .structIsTooSmall, UInt64(UInt(bitPattern: size)), UInt64(first), text: what)
    }
  }

  /// A copy of the struct.
  static func read<Value: BitwiseCopyable>(
    _ start: UnsafePointer<Value>?, _ what: String
  ) throws(StatusError) -> Value {
    try unsafe checkSize(start, what)
    return unsafe UnsafeRawPointer(start!).loadUnaligned(as: Value.self)  // checked to be there just now
  }

  /// Writes `value` over the struct, and the number of bytes that were written into its size.
  static func write<Value: BitwiseCopyable>(_ value: Value, to start: UnsafeMutablePointer<Value>?) {
    guard let start = UnsafeMutableRawPointer(start) else { return }
    unsafe start.storeBytes(of: value, as: Value.self)
    unsafe start.storeBytes(of: MemoryLayout<Value>.size, as: Int.self)
  }
}
