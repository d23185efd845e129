// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import CHostBridge

extension HostBridge {
  /// The table of C functions of this copy of the package, for a library to export under its own name.
  ///
  /// The table is constant and is never freed.
  ///
  ///     @c @implementation
  ///     public func profile_core_api() -> UnsafePointer<hostcall_api>! { HostBridge.cAPI }
  public static var cAPI: UnsafePointer<hostcall_api> { unsafe APITable.shared }

  /// The handle that identifies the bridge in C; 0 if the bridge could not be opened.
  ///
  /// Once this has been read, the bridge stays open until it is closed, even if the core drops it.
  public var cHandle: hostcall_bridge { storage.sharedHandle }
}
