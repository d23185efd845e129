// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CFloor
import Foundation
import HostCall

/// `Benchmarks codec | calls CORES | memory | allocations FILE | bridges FILE | instructions`: measures subjects, and
/// prints one line of JSON per row.
///
/// `allocations` and `bridges` compare counts with the limits in a file; `instructions` counts instructions for
/// `instructions.py`. `FILTER` in the environment selects rows by their names.
enum Command {
  static let arguments = CommandLine.arguments.dropFirst()
  static let filter = ProcessInfo.processInfo.environment["FILTER"] ?? ""

  static func run() async throws {
    switch arguments.first {
    case "calls":
      let cores = arguments.dropFirst().first ?? "1"
      let (subjects, inbound) = (CallSubjects(), try InboundSubjects())
      for subject in try subjects.all + inbound.all where filter.isEmpty || subject.name.contains(filter) {
        try await Harness.measure(subject, label: ["cores": cores])
      }
      await subjects.close()
      await inbound.close()
    case "codec":
      for subject in try CodecSubjects.all where filter.isEmpty || subject.name.contains(filter) {
        try await Harness.measure(subject)
      }
    case "memory":
      await MemorySubjects.pending()
      try await MemorySubjects.flat()
      _ = try await MemorySubjects.bridges()
    case "bridges":
      try await BridgeLimits.check(arguments.dropFirst().first ?? "bridges.json")
    case "allocations":
      try await AllocationLimits.check(arguments.dropFirst().first ?? "allocations.json")
    case "instructions":
      try await InstructionCounts.write()
    default:
      let usage = "usage: Benchmarks codec | calls CORES | memory | allocations FILE | bridges FILE | instructions\n"
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
  }
}
