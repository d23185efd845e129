import CFloor
import Foundation

/// Runs operations under valgrind's callgrind, which counts their instructions: a count that is nearly the same on
/// every run, unlike a time.
///
/// Of operations in which threads wait for each other, only those are counted that do about the same however the
/// threads take turns. A call of the core's does not: it costs a third where the answer comes before its task has
/// suspended.
enum InstructionCounts {
  /// How often an operation is run.
  ///
  /// What it does the first few times, as filling caches, is not counted.
  private static let operations = 40

  static func write() async throws {
    for subject in try CodecSubjects.all + LinearSubjects.all { try await count(subject) }
    let (calls, inbound) = (CallSubjects(), try InboundSubjects())
    for subject in try calls.all + inbound.all where isSteady(subject) { try await count(subject) }
    await calls.close()
    await inbound.close()
  }

  private static func isSteady(_ subject: Subject) -> Bool {
    ["call.inline", "call.batch", "inbound.window"].contains { subject.name.hasPrefix($0) }
  }

  private static func count(_ subject: Subject) async throws {
    guard Command.filter.isEmpty || subject.name.contains(Command.filter) else { return }
    let count = max(operations, subject.multiple, subject.fewest)
    let label = "\(subject.name) \(count)"
    try await subject.run(count)
    floor_count_instructions()
    try await subject.run(count)
    guard floor_counted_instructions(label) else { fatalError("this is for valgrind --tool=callgrind") }
  }
}
