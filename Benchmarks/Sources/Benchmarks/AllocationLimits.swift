// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Compares the allocations of operations with committed limits: unlike times, counts are the same on every run.
enum AllocationLimits {
  /// Ends the process with an error if an operation allocates more than its limit.
  ///
  /// - Parameter path: The path of a JSON object, from the names of subjects to the most blocks of memory that one
  ///   operation may allocate.
  static func check(_ path: String) async throws {
    let limits = try JSONDecoder().decode([String: Double].self, from: Data(contentsOf: URL(filePath: path)))
    let (calls, inbound) = (CallSubjects(), try InboundSubjects())
    var excess: [String] = []
    var left = limits
    for subject in try calls.all + inbound.all + CodecSubjects.all {
      guard let limit = left.removeValue(forKey: subject.name) else { continue }
      var count = try await Harness.allocations(subject)
      // Threads of a loaded machine may allocate more: answers of a batch may find its task suspended or not.
      for _ in 0..<2 where count > limit { count = min(count, try await Harness.allocations(subject)) }
      print("\(subject.name): \(Harness.number(count)) allocations, of \(Harness.number(limit)) at most")
      if count > limit { excess.append(subject.name) }
    }
    await calls.close()
    await inbound.close()
    guard excess.isEmpty, left.isEmpty else {
      print("over the limit: \(excess); not measured: \(left.keys.sorted())")
      exit(1)
    }
  }
}
