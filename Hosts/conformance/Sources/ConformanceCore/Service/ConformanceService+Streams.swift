// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

extension ConformanceService {
  func coreCounts(from first: Int64, count: UInt32, end: StreamEnd, key: String) -> HostStream<Reading, Refusal> {
    HostStream(CountingSequence(first: first, count: count, end: end, key: key))
  }

  func coreTicks(count: UInt32) -> HostStream<Double, Never> {
    HostStream(
      AsyncStream { continuation in
        for tick in 0..<count { continuation.yield(Double(tick) + 0.5) }
        continuation.finish()
      })
  }

  func streamReport(key: String, awaitsEnd: Bool) async throws(HostCallError<Never>) -> StreamReport {
    await Patience.wait { Observations.shared.stream(key).map { $0.hasEnded || !awaitsEnd } ?? false }
    return Observations.shared.stream(key) ?? StreamReport(produced: 0, hasEnded: false)
  }

  func readHostCounts(
    count: UInt32, end: StreamEnd, stopAfter: UInt32?, buffer: UInt32, pauseMilliseconds: UInt32,
    timeoutMilliseconds: UInt32?, silenceMilliseconds: UInt32?
  ) async throws(HostCallError<Never>) -> StreamReading {
    let stream = bridge.stream(
      ConformanceHostInterface.HostCountsCall(first: 1, count: count, end: end), buffer: Int(buffer),
      timeout: timeoutMilliseconds.map { .milliseconds($0) }, silence: silenceMilliseconds.map { .milliseconds($0) })
    var reading = StreamReading(numbers: [], outcome: "ok", message: "")
    do throws(HostCallError<Refusal>) {
      for try await element in stream {
        let isRight = element.text == "\(element.number)"
        reading.numbers.append(isRight ? element.number : -1)
        if let stopAfter, reading.numbers.count >= stopAfter {
          reading.outcome = "stopped"
          break
        }
        if pauseMilliseconds > 0 { try? await Task.sleep(for: .milliseconds(pauseMilliseconds)) }
      }
    } catch {
      reading.outcome = "\(error.code)"
      reading.message = error.message
      reading.refusal = error.failure
    }
    return reading
  }

  func readHostTicks(count: UInt32) async throws(HostCallError<Never>) -> [Double] {
    var ticks: [Double] = []
    for try await tick in host.hostTicks(count: count) { ticks.append(tick) }
    return ticks
  }
}
