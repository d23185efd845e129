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

enum ProcessExit {
  /// Ends the process without running what libraries have left for its end, which may wait for threads that never end.
  static func now(_ status: Int32) -> Never { _exit(status) }
}
