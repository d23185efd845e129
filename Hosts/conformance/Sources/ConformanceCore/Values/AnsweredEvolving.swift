// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// An ``Evolving`` as a core of another version answers it: its schema is the same, its bytes are not.
struct AnsweredEvolving: Codable, Sendable, HostSchemaProviding {
  static var hostSchema: HostTypeSchema { Evolving.hostSchema }

  let content: CBORValue

  init(_ content: CBORValue) { self.content = content }
  init(from decoder: any Decoder) throws { content = try CBORValue(from: decoder) }
  func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }
}
