// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The owner of the memory that a ``DecodingMessage`` points to.
///
/// All contexts of the message reference it.
final class DecodingMemory {
  let message = DecodingMessage()

  deinit { message.deallocate() }
}
