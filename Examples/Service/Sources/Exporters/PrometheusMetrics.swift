// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
internal import Synchronization

/// Metrics that are read as Prometheus' text.
///
/// Counters and meters have a value; timers, in seconds, and recorders have a sum and a count.
///
/// Source: [exposition formats](https://prometheus.io/docs/instrumenting/exposition_formats/).
package final class PrometheusMetrics: MetricsFactory {
  private struct Key: Hashable {
    let label: String
    let dimensions: String
  }

  private let series = Mutex<[Key: Series]>([:])

  /// Creates a factory without metrics.
  package init() {}

  /// The text, sorted by name.
  package var text: String {
    let all = series.withLock { $0 }.sorted { ($0.key.label, $0.key.dimensions) < ($1.key.label, $1.key.dimensions) }
    var (text, last) = ("", "")
    for (key, series) in all {
      if key.label != last { text += "# TYPE \(key.label) \(series.kind.rawValue)\n" }
      last = key.label
      for (suffix, value) in series.values { text += "\(key.label)\(suffix){\(key.dimensions)} \(value)\n" }
    }
    return text
  }

  private func series(_ kind: Series.Kind, _ label: String, _ dimensions: [(String, String)]) -> Series {
    let pairs = dimensions.map { name, value in
      let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return "\(name)=\"\(escaped)\""
    }
    let key = Key(label: label, dimensions: pairs.joined(separator: ","))
    return series.withLock { series in
      if let found = series[key] { return found }
      let created = Series(kind)
      series[key] = created
      return created
    }
  }

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(.counter, label, dimensions)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(.gauge, label, dimensions)
  }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    series(aggregate ? .summary : .gauge, label, dimensions)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(.summary, label, dimensions)
  }

  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}
}
