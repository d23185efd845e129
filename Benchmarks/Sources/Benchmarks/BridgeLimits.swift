// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Compares the memory and threads that an open bridge keeps after use with committed limits.
enum BridgeLimits {
  private struct Limits: Decodable {
    var kibPerBridge: Double
    var threadsPerBridge: Double

    enum CodingKeys: String, CodingKey {
      case kibPerBridge = "kib_per_bridge"
      case threadsPerBridge = "threads_per_bridge"
    }
  }

  /// Ends the process with an error if a bridge keeps more than the limits.
  ///
  /// - Parameter path: The path of a JSON object with the limits for each of many bridges: `kib_per_bridge`, resident
  ///   memory in units of 1024 bytes, and `threads_per_bridge`.
  static func check(_ path: String) async throws {
    let limits = try JSONDecoder().decode(Limits.self, from: Data(contentsOf: URL(filePath: path)))
    let found = try await MemorySubjects.bridges()
    guard found.kibibytes <= limits.kibPerBridge, found.threads <= limits.threadsPerBridge else {
      print("over the limit of \(limits.kibPerBridge) KiB and \(limits.threadsPerBridge) threads for a bridge")
      exit(1)
    }
  }
}
