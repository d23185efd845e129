// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CFloor
import Foundation

/// Runs operations under valgrind's callgrind, which counts their instructions: unlike a time, a count is nearly the
/// same on every run.
///
/// Of the operations in which threads wait for each other, only those are counted whose work hardly depends on the
/// scheduling of the threads. The work of a call that another thread answers does: it is a third if the answer arrives
/// before the task has suspended. So a batch is counted with a ``GatheringHost``, without the waking of a thread and
/// without answers that come early, whose allocations are counted.
enum InstructionCounts {
  /// The number of times that an operation runs: the fewer, the longer it takes.
  ///
  /// As many operations run before, so that initial work, such as filling caches, is not counted.
  private static let operations = 4...40

  static func write() async throws {
    for subject in try CodecSubjects.all + LinearSubjects.all { try await count(subject) }
    let (calls, inbound) = (CallSubjects(), try InboundSubjects())
    for subject in try calls.all + inbound.all where isSteady(subject) { try await count(subject) }
    await calls.close()
    await inbound.close()
  }

  private static func isSteady(_ subject: Subject) -> Bool {
    ["call.inline", "call.batch1024.gathered", "stream.items", "event.fanout", "inbound.window"].contains {
      subject.name.hasPrefix($0)
    }
  }

  private static func count(_ subject: Subject) async throws {
    guard Command.filter.isEmpty || subject.name.contains(Command.filter) else { return }
    let steady = min(max(subject.operations, operations.lowerBound), operations.upperBound)
    let count = max(steady, subject.multiple, subject.fewest)
    let label = "\(subject.name) \(count)"
    try await subject.run(count)
    floor_count_instructions()
    try await subject.run(count)
    guard floor_counted_instructions(label) else { fatalError("not running under valgrind --tool=callgrind") }
  }
}
