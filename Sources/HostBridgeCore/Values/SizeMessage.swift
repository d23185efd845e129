// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The messages about sizes that statuses and errors share.
enum SizeMessage {
  static func tooLarge(_ what: String, size: some BinaryInteger, limit: some BinaryInteger) -> String {
    "the \(what) has \(size) bytes; the limit is \(limit)"
  }

  static func noMemory(for what: String, size: some BinaryInteger) -> String {
    "there is no memory for the \(size) bytes of the \(what)"
  }
}
