// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The sizes in bytes of what a call has encoded and received; `nil` for what it has not.
struct PayloadSizes {
  var request: Int?
  var response: Int?
}
