// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension Status {
  /// Runs the body of a C function and records its error as the thread's last.
  @inline(__always)
  static func returned(by body: () throws(StatusError) -> Void) -> Int32 {
    do throws(StatusError) {
      try body()
      return Status.ok.rawValue
    } catch {
      LastError.set(error)
      return error.status.rawValue
    }
  }
}
