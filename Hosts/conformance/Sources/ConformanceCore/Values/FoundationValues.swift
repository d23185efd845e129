// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall

/// Types of Foundation.
@HostCodable
struct FoundationValues: Codable, Equatable, Sendable {
  var date: Date
  var dates: [Date]
  var later: Date?
  var identifier: UUID
  var address: URL
  var amount: Decimal
}
