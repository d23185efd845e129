// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The standard error output.
package enum ErrorOutput {
  /// Writes `text`; ignores errors.
  package static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
        guard let start = bytes.baseAddress else { return }
        unsafe hostcall_write_error(start, bytes.count)
      }
    }
  }
}
