import Foundation

/// Compares what operations allocate with committed limits: counts are the same on every run, unlike times.
enum AllocationLimits {
  /// - Parameter path: A JSON object, from the names of subjects to the most blocks of memory that one operation may
  ///   ask for.
  static func check(_ path: String) async throws {
    let limits = try JSONDecoder().decode([String: Double].self, from: Data(contentsOf: URL(filePath: path)))
    let (calls, inbound) = (CallSubjects(), try InboundSubjects())
    var excess: [String] = []
    var left = limits
    for subject in try calls.all + inbound.all + CodecSubjects.all {
      guard let limit = left.removeValue(forKey: subject.name) else { continue }
      let count = try await Harness.allocations(subject)
      print("\(subject.name): \(Harness.number(count)) allocations, of \(Harness.number(limit)) at most")
      if count > limit { excess.append(subject.name) }
    }
    await calls.close()
    await inbound.close()
    guard excess.isEmpty, left.isEmpty else {
      print("more than allowed: \(excess); not measured: \(left.keys.sorted())")
      exit(1)
    }
  }
}
