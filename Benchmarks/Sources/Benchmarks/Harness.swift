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
  /// The least that the same takes in Swift, for what suspends.
  var swiftFloor: ((Int) async throws -> Void)?
  /// The same in C without libcbor, for the codec.
  var rawFloor: ((Int) async throws -> Void)?
  /// Peers in the same process, by name.
  var peers: [(name: String, run: (Int) async throws -> Void)] = []
  /// The fewest operations that are timed at once, so that what they begin with does not count.
  var fewest = 1
  /// What the number of operations is a multiple of.
  var multiple = 1
  /// Whether the row says how many times the floor's operations are done in the same time.
  var comparesThroughput = false
  /// Latencies of single operations in nanoseconds, where they are asked for.
  var latencies: ((Int) async throws -> [Int64])?
}

/// Measures subjects in interleaved batches, so that other load of the machine affects all of them alike; what is
/// reported are medians, and for the ratio the median of the batches' ratios.
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

  /// How many operations take about ten milliseconds.
  private static func calibrate(_ run: (Int) async throws -> Void, _ hint: Int) async throws -> Int {
    try await run(hint)
    let start = floor_now_ns()
    try await run(hint)
    let each = max(1, Double(floor_now_ns() - start)) / Double(hint)
    return max(1, Int(10_000_000 / each))
  }

  /// Blocks of memory asked for by one operation, after what is kept for later was asked for.
  static func allocations(_ subject: Subject) async throws -> Double {
    let few = (100 + subject.multiple - 1) / subject.multiple * subject.multiple
    try await subject.run(2 * few)
    // What the operations themselves do is the difference of many and few.
    let first = floor_allocations()
    try await subject.run(few)
    let second = floor_allocations()
    try await subject.run(11 * few)
    let third = floor_allocations()
    let difference = Double(third - second) - Double(second - first)
    // What another thread frees late may make it less than nothing.
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

/// Keeps the compiler from leaving out what makes `value`.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
