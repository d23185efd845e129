// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CoreMetrics
internal import Synchronization

/// One time series: a metric with its labels.
final class Series: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  enum Kind: String {
    case counter
    case gauge
    case summary
  }

  let kind: Kind
  private let state = Mutex((sum: 0.0, count: 0))

  init(_ kind: Kind) { self.kind = kind }

  /// The values with the suffixes of their names.
  var values: [(suffix: String, value: Double)] {
    let (sum, count) = state.withLock { $0 }
    return kind == .summary ? [("_sum", sum), ("_count", Double(count))] : [("", sum)]
  }

  private func add(_ value: Double) {
    state.withLock { state in
      state.sum += value
      state.count += 1
    }
  }

  func increment(by amount: Int64) { add(Double(amount)) }
  func reset() { state.withLock { $0 = (0, 0) } }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { state.withLock { $0.sum = value } }
  func increment(by amount: Double) { add(amount) }
  func decrement(by amount: Double) { add(-amount) }
  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) { kind == .gauge ? set(value) : add(value) }
  func recordNanoseconds(_ duration: Int64) { add(Double(duration) / 1e9) }
}
