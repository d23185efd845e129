import CFloor
import Foundation

/// Runs operations under valgrind's callgrind, which counts their instructions: a count that is nearly the same on
/// every run, unlike a time.
///
/// Only what one thread does by itself is counted; where threads wait for each other, they wait differently each time.
enum InstructionCounts {
  /// How often an operation is run.
  ///
  /// What it does the first few times, as filling caches, is not counted.
  static let operations = 40

  static func write() async throws {
    for subject in try CodecSubjects.all { try await count(subject) }
    let calls = CallSubjects()
    for subject in calls.all where subject.name.hasPrefix("call.inline") { try await count(subject) }
    await calls.close()
  }

  private static func count(_ subject: Subject) async throws {
    guard Command.filter.isEmpty || subject.name.contains(Command.filter) else { return }
    try await subject.run(operations)
    floor_count_instructions()
    try await subject.run(operations)
    guard floor_counted_instructions(subject.name) else { fatalError("this is for valgrind --tool=callgrind") }
  }
}
