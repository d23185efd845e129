// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CFloor
import Foundation

/// A subject of a measurement, beside its floor; both run a given number of operations.
struct Subject {
  let name: String
  /// A description of the floor, for the table.
  let floorName: String
  /// The approximate number of operations in a few milliseconds.
  let operations: Int
  let run: (Int) async throws -> Void
  /// The floor; `nil` if there is nothing to compare with.
  let floor: ((Int) async throws -> Void)?
  /// The least code in Swift that does the same, for subjects that suspend.
  var swiftFloor: ((Int) async throws -> Void)?
  /// The same in C without libcbor, for the codec.
  var rawFloor: ((Int) async throws -> Void)?
  /// Peers in the same process, by name.
  var peers: [(name: String, run: (Int) async throws -> Void)] = []
  /// The fewest operations in one measurement, so that the initial cost of a batch does not matter.
  var fewest = 1
  /// The number of operations is a multiple of this number.
  var multiple = 1
  /// Whether the row contains the throughput relative to the floor's.
  var comparesThroughput = false
  /// Returns the latencies of single operations in nanoseconds; `nil` if they are not measured.
  var latencies: ((Int) async throws -> [Int64])?
}

/// Measures subjects in interleaved batches, so that other load on the machine affects all of them.
///
/// The reported times are medians, and the reported ratio is the median of the batches' ratios.
enum Harness {
  static let batches = 21

  static func measure(_ subject: Subject, label: [String: String] = [:]) async throws {
    var runs = [subject.run]
    if let floor = subject.floor { runs.append(floor) }
    if let floor = subject.swiftFloor { runs.append(floor) }
    let swiftFloor = runs.count - 1
    if let floor = subject.rawFloor { runs.append(floor) }
    let firstPeer = runs.count
    runs += subject.peers.map(\.run)
    var counts: [Int] = []
    for run in runs {
      let count = max(subject.fewest, try await calibrate(run, subject.operations))
      counts.append(max(1, count / subject.multiple) * subject.multiple)
    }
    var times = [[Double]](repeating: [], count: runs.count)
    for _ in 0..<batches {
      for (index, run) in runs.enumerated() {
        let start = floor_now_ns()
        try await run(counts[index])
        times[index].append(Double(floor_now_ns() - start) / Double(counts[index]))
      }
    }
    var row: [(String, String)] = [("name", quoted(subject.name)), ("ns", number(median(times[0])))]
    if subject.floor != nil {
      row.append(("floor", quoted(subject.floorName)))
      row.append(("floor_ns", number(median(times[1]))))
      row.append(("ratio", number(medianRatio(times[0], times[1]))))
      if subject.comparesThroughput { row.append(("throughput", number(medianRatio(times[1], times[0])))) }
    }
    if subject.swiftFloor != nil {
      row.append(("swift_floor_ns", number(median(times[swiftFloor]))))
      row.append(("swift_ratio", number(medianRatio(times[0], times[swiftFloor]))))
    }
    if subject.rawFloor != nil {
      row.append(("raw_floor_ns", number(median(times[firstPeer - 1]))))
      row.append(("raw_ratio", number(medianRatio(times[0], times[firstPeer - 1]))))
    }
    row.append(("allocations", number(try await allocations(subject))))
    for (index, peer) in subject.peers.enumerated() {
      row.append((peer.name, number(median(times[firstPeer + index]))))
    }
    if let latencies = subject.latencies {
      let sorted = try await latencies(20_000).sorted()
      for (name, share) in [("p50", 0.5), ("p99", 0.99), ("p99_9", 0.999)] {
        row.append((name, String(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])))
      }
    }
    for (key, value) in label.sorted(by: { $0.key < $1.key }) { row.append((key, value)) }
    emit(row)
  }

  /// Writes one line of JSON.
  static func emit(_ row: [(String, String)]) {
    print("{" + row.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
    fflush(nil)
  }

  static func quoted(_ text: String) -> String { "\"\(text)\"" }

  static func number(_ value: Double) -> String {
    value >= 1000 ? String(Int(value.rounded())) : String(format: "%.3g", value)
  }

  /// Returns the number of operations that take about ten milliseconds.
  private static func calibrate(_ run: (Int) async throws -> Void, _ hint: Int) async throws -> Int {
    try await run(hint)
    let start = floor_now_ns()
    try await run(hint)
    let each = max(1, Double(floor_now_ns() - start)) / Double(hint)
    return max(1, Int(10_000_000 / each))
  }

  /// Returns the number of blocks that one operation allocates, without allocations that are kept for later operations.
  static func allocations(_ subject: Subject) async throws -> Double {
    let few = (100 + subject.multiple - 1) / subject.multiple * subject.multiple
    try await subject.run(2 * few)
    // The difference between many and few operations excludes allocations that do not depend on their number.
    let first = floor_allocations()
    try await subject.run(few)
    let second = floor_allocations()
    try await subject.run(11 * few)
    let third = floor_allocations()
    let difference = Double(third - second) - Double(second - first)
    // Allocations of other threads may make the difference negative.
    return max(0, (difference / Double(10 * few) * 100).rounded() / 100)
  }

  private static func medianRatio(_ times: [Double], _ others: [Double]) -> Double {
    median(zip(times, others).map { $0 / $1 })
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.count % 2 == 1
      ? sorted[sorted.count / 2] : (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
  }
}

/// Keeps the compiler from removing the computation of `value`.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
