// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A call that no host answers, and that the core does not declare.
struct NeverRegistered: HostCallable {
  typealias Response = Empty
}
