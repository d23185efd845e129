internal import CHostBridge

/// A struct of the interface that begins with its size, as the host compiled it.
///
/// A host may have been compiled against an older header, whose struct is shorter, or a newer one, whose struct is
/// longer. What a shorter one lacks counts as zero; what a longer one has beyond ours is left alone. The pointers of
/// hosts may have any alignment, so everything is copied byte by byte.
enum SizedStruct {
  /// Checks that the struct is there, and not smaller than its first version.
  ///
  /// - Parameter first: The size of the first version.
  /// - Returns: The size that the host says.
  @discardableResult
  static func checkSize<Value>(
    _ start: UnsafePointer<Value>?, _ what: String, first: Int = MemoryLayout<Value>.size
  ) throws(StatusError) -> UInt {
    guard let start = unsafe UnsafeRawPointer(start) else {
      throw StatusError(.invalidArgument, "the \(what) is NULL")
    }
    let size = unsafe start.loadUnaligned(as: UInt.self)
    guard size >= UInt(first) else {
      throw StatusError(.abiMismatch, "the \(what)'s size is \(size); its first version has \(first) bytes")
    }
    return size
  }

  /// Copies what is there of the struct over `value`, whose other fields stay as they are.
  static func read<Value: BitwiseCopyable>(
    _ start: UnsafePointer<Value>?, into value: inout Value, _ what: String, first: Int
  ) throws(StatusError) {
    let size = try unsafe checkSize(start, what, first: first)
    guard let start = unsafe UnsafeRawPointer(start) else { return }  // it is there, or the check would have thrown
    unsafe withUnsafeMutableBytes(of: &value) { copy in
      unsafe copy.copyMemory(from: UnsafeRawBufferPointer(start: start, count: Int(min(size, UInt(copy.count)))))
    }
  }

  /// Writes `value` over the struct, and the number of bytes that were written into its size.
  static func write<Value: BitwiseCopyable>(_ value: Value, to start: UnsafeMutablePointer<Value>?) {
    guard let start = UnsafeMutableRawPointer(start) else { return }
    unsafe start.storeBytes(of: value, as: Value.self)
    unsafe start.storeBytes(of: MemoryLayout<Value>.size, as: Int.self)
  }
}
