// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// An event of the core, `core_said`.
struct CoreSaid: HostEvent {
  var number: Int64
  var text: String
}
