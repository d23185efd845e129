// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros

/// The key of a field or of an enum's case in a message.
struct FieldKey: Equatable {
  let text: String
  var integer: Int?
}
#endif
