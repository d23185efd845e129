// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall

/// A truth value, a text and bytes in both of their Swift types.
@HostCodable
struct Basics: Codable, Equatable, Sendable {
  var flag: Bool
  var text: String
  var bytes: [UInt8]
  var data: Data
}
