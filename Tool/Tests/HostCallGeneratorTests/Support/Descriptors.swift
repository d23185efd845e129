// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import HostCallGenerator
import HostCallTool

/// The descriptors among the fixtures.
enum Descriptors {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")

  /// Reads a descriptor in JSON.
  static func named(_ name: String) throws -> HostCallDescriptor {
    let text = try String(contentsOf: folder.appending(path: name + ".json"), encoding: .utf8)
    return try JSONDescriptor(text: text).descriptor
  }

  /// The model of a descriptor with every kind of type.
  static func everyType() throws -> InterfaceModel { try InterfaceModel(named("every_type")) }
}
