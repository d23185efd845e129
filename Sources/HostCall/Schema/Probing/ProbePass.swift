/// One pass through an `init(from:)`: the choices that it is given, and its remaining budget.
///
/// Once the budget is used up, every question that can fail does, and the others are answered at random, so that a loop
/// which waits for a certain answer ends. A loop that goes on nevertheless is abandoned with its thread.
final class ProbePass {
  /// It has asked too much.
  struct Exhausted: Error {}

  /// Which of its values each point takes; 0 where it is not said.
  let choices: [ChoicePoint: Int]
  /// Which of the examples of a type is given, from 0.
  let form: Int
  /// Whether the type is one of Foundation's.
  let isOfLibrary: Bool
  /// What the next single value is, in place of an example.
  var forced: Any?

  /// The points that it came to, with how many values each has: those with several.
  private(set) var points: [ChoicePoint: Int] = [:]
  /// Those where it asked whether a key is there, in the order in which it did.
  private(set) var presence: [ChoicePoint] = []
  /// The keys that can be shown, where all of them were asked for and can be listed, and where each is declared among
  /// them.
  var listedKeys: [ChoicePoint: [(key: String, place: Int)]] = [:]
  /// Why it was ended, in words that follow the type's name.
  private(set) var exhaustion: String?
  /// Whether it was refused an example that there may be later, also if it made nothing of that.
  private(set) var lacksExample = false

  private unowned let probe: SchemaProbe
  private(set) var questions = 0
  private var noise: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(_ probe: SchemaProbe, form: Int = 0, choices: [ChoicePoint: Int] = [:], isOfLibrary: Bool = false) {
    self.probe = probe
    self.isOfLibrary = isOfLibrary
    self.form = form
    self.choices = choices
  }

  // MARK: The budget

  /// Counts a question that may fail.
  func ask() throws(Exhausted) {
    if !mayAsk() { throw Exhausted() }
  }

  /// Counts a question; false if it has to be answered by ``coin()``.
  func mayAsk() -> Bool {
    questions += 1
    probe.countQuestion(self)
    if questions > ProbeLimits.questions { exhaust("asks its decoder more than \(ProbeLimits.questions) times") }
    if questions > 10 * ProbeLimits.questions { probe.watch.leaveAlone() }
    return exhaustion == nil
  }

  /// Ends the pass; the first reason stands.
  func exhaust(_ reason: String) {
    if exhaustion == nil { exhaustion = reason }
  }

  /// An answer of its own each time, the same ones in each process.
  func coin() -> Bool {
    noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return noise >> 63 == 1
  }

  // MARK: Answers

  /// Which of `count` values to take at a point.
  func choose(at point: ChoicePoint, among count: Int) -> Int {
    guard count > 1 else { return 0 }
    if points.updateValue(count, forKey: point) == nil, point.kind == .presence { presence.append(point) }
    return min(choices[point] ?? 0, count - 1)
  }

  /// An example that is asked for; notes that there is none yet.
  func take<Value>(_ example: Result<Value, any Error>) throws -> Value {
    do {
      return try example.get()
    } catch let error as SchemaProbe.NoExampleYet {
      lacksExample = true
      throw error
    }
  }
}
