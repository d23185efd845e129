import Foundation

/// Compares what an open bridge keeps after use with committed limits.
enum BridgeLimits {
  private struct Limits: Decodable {
    var kibPerBridge: Double
    var threadsPerBridge: Double

    enum CodingKeys: String, CodingKey {
      case kibPerBridge = "kib_per_bridge"
      case threadsPerBridge = "threads_per_bridge"
    }
  }

  /// - Parameter path: A JSON object with the most that one of many bridges may keep: `kib_per_bridge` of resident memory,
  ///   in units of 1024 bytes, and `threads_per_bridge`.
  static func check(_ path: String) async throws {
    let limits = try JSONDecoder().decode(Limits.self, from: Data(contentsOf: URL(filePath: path)))
    let found = try await MemorySubjects.bridges()
    guard found.kibibytes <= limits.kibPerBridge, found.threads <= limits.threadsPerBridge else {
      print("more than allowed: a bridge may keep \(limits.kibPerBridge) KiB and \(limits.threadsPerBridge) threads")
      exit(1)
    }
  }
}
