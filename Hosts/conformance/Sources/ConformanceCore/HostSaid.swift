// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// An event of the host, `host_said`.
struct HostSaid: HostEvent {
  var number: Int64
  var text: String
}
