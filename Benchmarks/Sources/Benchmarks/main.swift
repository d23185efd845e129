import CFloor
import Foundation
import HostCall

/// `Benchmarks codec | calls CORES | memory [FILTER]`: measures, and prints a line of JSON for each row.
let arguments = CommandLine.arguments.dropFirst()
let filter = ProcessInfo.processInfo.environment["FILTER"] ?? ""

switch arguments.first {
case "calls":
  let cores = arguments.dropFirst().first ?? "1"
  let subjects = CallSubjects()
  for subject in subjects.all where filter.isEmpty || subject.name.contains(filter) {
    try await Harness.measure(subject, label: ["cores": cores])
  }
  await subjects.close()
case "codec":
  for subject in try CodecSubjects.all where filter.isEmpty || subject.name.contains(filter) {
    try await Harness.measure(subject)
  }
default:
  FileHandle.standardError.write(Data("usage: Benchmarks codec | calls CORES | memory\n".utf8))
  exit(64)
}
