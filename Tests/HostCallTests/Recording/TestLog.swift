// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall

/// A log in a folder of its own, which is removed with this object.
final class TestLog: Sendable {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "calls \(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Returns the path of a file in the folder.
  func path(_ name: String = "log") -> String { folder.appending(path: name).path(percentEncoded: false) }

  func bytes(_ name: String = "log") throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

  /// Returns the records of a file, after checking that it is whole.
  func records(_ name: String = "log") throws -> [CallRecord] { try CallLogReader.records(in: try bytes(name)) }

  /// Returns a configuration with a recorder that writes the log.
  func configuration(_ change: (inout CallRecorder.Options) -> Void = { _ in }) throws -> HostBridgeConfiguration {
    var options = CallRecorder.Options()
    change(&options)
    return .recording(try CallRecorder(path: path(), options: options))
  }
}

extension HostBridgeConfiguration {
  static func recording(_ recorders: CallRecorder...) -> HostBridgeConfiguration {
    .intercepting(calls: recorders, handlers: recorders)
  }
}
