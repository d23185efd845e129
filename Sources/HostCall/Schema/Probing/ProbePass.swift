// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// One pass through an `init(from:)`: the choices that it receives, and its remaining budget.
///
/// When the budget is used up, every request that can fail throws, and the others are answered at random, so that a
/// loop that waits for a certain answer ends. If a loop still continues, its thread is abandoned.
final class ProbePass {
  /// The pass has used up its budget.
  struct Exhausted: Error {}

  /// The index of the value to use at each point; 0 for points that are not listed.
  let choices: [ChoicePoint: Int]
  /// The index of the example to use for each type.
  let form: Int
  /// Whether the type is Foundation's.
  let isFoundationType: Bool
  /// The next single value, in place of an example.
  var forced: Any?

  /// The points reached so far that have several values, with their number.
  private(set) var points: [ChoicePoint: Int] = [:]
  /// The presence points reached so far, in order.
  private(set) var presence: [ChoicePoint] = []
  /// For points at which all keys were requested and can be enumerated: the keys, with their index in order of
  /// declaration.
  var listedKeys: [ChoicePoint: [(key: String, index: Int)]] = [:]
  /// The reason why the pass ended, phrased to follow the type's name.
  private(set) var exhaustion: String?
  /// Whether the pass needed an example that may become available later, even if it ignored the error.
  private(set) var lacksExample = false

  private unowned let probe: SchemaProbe
  private(set) var requests = 0
  private var noise: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(_ probe: SchemaProbe, form: Int = 0, choices: [ChoicePoint: Int] = [:], isFoundationType: Bool = false) {
    self.probe = probe
    self.isFoundationType = isFoundationType
    self.form = form
    self.choices = choices
  }

  // MARK: The budget

  /// Counts a request that may fail.
  func request() throws(Exhausted) {
    if !mayRequest() { throw Exhausted() }
  }

  /// Counts a request; returns `false` if ``randomBool()`` must answer it.
  func mayRequest() -> Bool {
    requests += 1
    probe.countRequest(self)
    if requests > ProbeLimits.requests { exhaust("makes more than \(ProbeLimits.requests) requests to its decoder") }
    if requests > 10 * ProbeLimits.requests { probe.watch.parkForever() }
    return exhaustion == nil
  }

  /// Ends the pass; the first reason is kept.
  func exhaust(_ reason: String) {
    if exhaustion == nil { exhaustion = reason }
  }

  /// Returns a pseudorandom answer, from the same sequence in each process.
  func randomBool() -> Bool {
    noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return noise >> 63 == 1
  }

  // MARK: Answers

  /// Returns which of `count` values to use at a point.
  func choose(at point: ChoicePoint, among count: Int) -> Int {
    guard count > 1 else { return 0 }
    if points.updateValue(count, forKey: point) == nil, point.kind == .presence {
      presence.append(point)
      if presence.count > ProbeLimits.checkedKeys { exhaust("checks for more than \(ProbeLimits.checkedKeys) keys") }
    }
    return min(choices[point] ?? 0, count - 1)
  }

  /// Returns the requested example; records if there is none yet.
  func take<Value>(_ example: () throws -> Value) throws -> Value {
    do {
      return try example()
    } catch let error as SchemaProbe.ExampleNotReady {
      lacksExample = true
      throw error
    }
  }
}
