// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A subject of a measurement, which makes calls.
struct Subject: Sendable {
  let name: String
  /// Makes one call, and checks its answer.
  let call: @Sendable () async throws -> Void

  /// Makes `count` calls, `inFlight` at a time.
  ///
  /// - Returns: The time per call in nanoseconds.
  func measure(_ count: Int, inFlight: Int) async throws -> Double {
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<inFlight {
        group.addTask { [call] in
          for _ in 0..<(count / inFlight + (caller < count % inFlight ? 1 : 0)) { try await call() }
        }
      }
      try await group.waitForAll()
    }
    let elapsed = ContinuousClock.now - start
    return Double(elapsed.components.seconds * 1_000_000_000 + elapsed.components.attoseconds / 1_000_000_000)
      / Double(count)
  }
}

/// A comparison of two subjects that are measured in turns, so that other load on the machine affects both.
struct Comparison {
  let name: String
  let inFlight: Int
  let count: Int
  let subject: Subject
  let floor: Subject

  /// One line of the report: the medians of both, and the median of the ratios of each turn.
  struct Row {
    let name: String
    let nanoseconds: Double
    let floorName: String
    let floorNanoseconds: Double
    let ratio: Double

    var json: String {
      """
      {"name": "\(name)", "ns": \(nanoseconds.rounded()), "calls_per_second": \((1e9 / nanoseconds).rounded()), \
      "floor": "\(floorName)", "floor_ns": \(floorNanoseconds.rounded()), "ratio": \((ratio * 1000).rounded() / 1000)}
      """
    }
  }

  func run(turns: Int) async throws -> Row {
    var own: [Double] = []
    var others: [Double] = []
    // The first turn warms up.
    for turn in 0...turns {
      // The order alternates, so that neither subject is always first.
      let isFirst = turn.isMultiple(of: 2)
      var time = isFirst ? try await subject.measure(count, inFlight: inFlight) : 0
      let other = try await floor.measure(count, inFlight: inFlight)
      if !isFirst { time = try await subject.measure(count, inFlight: inFlight) }
      if turn > 0 {
        own.append(time)
        others.append(other)
      }
    }
    return Row(
      name: name, nanoseconds: Self.median(own), floorName: floor.name, floorNanoseconds: Self.median(others),
      ratio: Self.median(zip(own, others).map { $0 / $1 }))
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
