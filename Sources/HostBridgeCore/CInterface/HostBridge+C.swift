public import CHostBridge

extension HostBridge {
  /// The table of C functions of this copy of the package, for a library to hand out to its host under a name of its
  /// own.
  ///
  /// Constant, and never freed.
  ///
  ///     @c @implementation
  ///     public func profile_core_api() -> UnsafePointer<hostcall_api>! { HostBridge.cAPI }
  public static var cAPI: UnsafePointer<hostcall_api> { unsafe APITable.shared }

  /// The bridge's handle, by which its host names it in C.
  ///
  /// 0 if the bridge could not be opened: the process has too many, has no thread to give, or is a forked child.
  public var cHandle: hostcall_bridge { handleNumber }
}
