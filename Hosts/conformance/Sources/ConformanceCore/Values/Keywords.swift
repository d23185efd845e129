// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Keys that are reserved words of a host's language, or that differ only in their style.
@HostCodable
struct Keywords: Codable, Equatable, Sendable {
  @HostCodable
  enum Kind: String, Codable, Equatable, Sendable {
    case `class`
    case `default`
    case `import`
    case none = "None"
    case null
  }

  var `class`: Int64
  var `default`: String
  var `import`: Bool
  var int: Int64
  var new: String?
  var lambda: Bool
  var from: Int64
  var await: Int64
  var delete: Int64
  var type: Kind
  var userID: Int64
  var user_id: Int64
}
