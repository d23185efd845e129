import CFloor
import Foundation

/// One thing that is measured, beside its floor: each runs so many operations.
struct Subject {
  let name: String
  /// What the floor is, for the table.
  let floorName: String
  /// About how many operations take a few milliseconds.
  let operations: Int
  let run: (Int) async throws -> Void
  /// Nil if there is nothing to compare with; then the ratio is 1.
  let floor: ((Int) async throws -> Void)?
  /// Peers in the same process, by name.
  var peers: [(name: String, run: (Int) async throws -> Void)] = []
  /// The fewest operations that a batch has, so that what it begins with does not count.
  var fewest = 1
  /// Latencies of single operations in nanoseconds, where they are asked for.
  var latencies: ((Int) async throws -> [Int64])?
}

/// Measures subjects in interleaved batches, so that what the machine does meanwhile hits all of them alike; what is
/// reported are medians, and for the ratio the median of the batches' ratios.
enum Harness {
  static let batches = 11

  static func measure(_ subject: Subject, label: [String: String] = [:]) async throws {
    var runs = [subject.run]
    if let floor = subject.floor { runs.append(floor) }
    runs += subject.peers.map(\.run)
    var counts: [Int] = []
    for run in runs { counts.append(max(subject.fewest, try await calibrate(run, subject.operations))) }
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
      row.append(("ratio", number(median(zip(times[0], times[1]).map { $0 / $1 }))))
    }
    row.append(("allocations", number(try await allocations(subject.run))))
    for (index, peer) in subject.peers.enumerated() {
      row.append((peer.name, number(median(times[runs.count - subject.peers.count + index]))))
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

  /// How many operations take about ten milliseconds.
  private static func calibrate(_ run: (Int) async throws -> Void, _ hint: Int) async throws -> Int {
    try await run(hint)
    let start = floor_now_ns()
    try await run(hint)
    let each = max(1, Double(floor_now_ns() - start)) / Double(hint)
    return max(1, Int(10_000_000 / each))
  }

  /// Blocks of memory asked for by one operation, after what is kept for later was asked for.
  static func allocations(_ run: (Int) async throws -> Void) async throws -> Double {
    try await run(200)
    // What the operations themselves do is the difference of many and few.
    let first = floor_allocations()
    try await run(100)
    let second = floor_allocations()
    try await run(1100)
    let third = floor_allocations()
    let difference = Double(third - second) - Double(second - first)
    // What another thread frees late may make it less than nothing.
    return max(0, (difference / 1000 * 100).rounded() / 100)
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.count % 2 == 1
      ? sorted[sorted.count / 2] : (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
  }
}

/// Keeps the compiler from leaving out what makes `value`.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
