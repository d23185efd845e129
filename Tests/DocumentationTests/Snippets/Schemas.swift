// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

func openBridge() throws -> HostBridge {
  let bridge = HostBridge()
  try bridge.declare(FetchProfile.self)  // listed for hosts, whose handlers are then checked
  print(HostCallSchema(FetchProfile.self).cddl)
  return bridge
}

struct EmailAddress: Codable, Sendable, CDDLDescribed {
  static var cddl: String { "tstr" }
  static var cddlExample: EmailAddress { EmailAddress(text: "a@b") }
  let text: String
}

struct Sensor: Codable, Sendable, HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record(
      [
        HostFieldSchema("name", String.self),
        HostFieldSchema("celsius", Double.self, isOptional: true, documentation: "The last reading."),
      ], documentation: "A sensor of a room.")
  }

  var name: String
  var celsius: Double?
}
