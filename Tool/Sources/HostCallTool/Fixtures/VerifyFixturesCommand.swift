// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec

/// `hostcall fixtures verify DIR`: checks that all golden files in a folder and its subfolders are in preferred form.
struct VerifyFixturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks that all *.cbor in a folder and below are well-formed, in preferred form."
  )

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  func run() throws {
    let files = try Folder(path: folder).files(endingIn: ".cbor")
    guard !files.isEmpty else {
      throw CommandError.noInput("\(folder): the folder contains no fixtures; expected files whose names end in .cbor")
    }
    var progress = ProgressBar(total: files.count)
    var faults: [String] = []
    for (index, file) in files.enumerated() {
      progress.show(index)
      if let fault = Self.fault(inFile: file) { faults.append(fault) }
    }
    progress.clear()
    guard faults.isEmpty else { throw CommandError.malformedData(faults.joined(separator: "\n")) }
    try Output.write("\(files.count) \(files.count == 1 ? "fixture" : "fixtures"): well-formed, in preferred form\n")
  }

  /// Returns a description of a file's fault, with its path; `nil` if the file is in preferred form.
  private static func fault(inFile path: SystemPath) -> String? {
    let bytes: [UInt8]
    do throws(CommandError) {
      let input = try Input(regularFile: path)
      defer { input.close() }
      bytes = try input.readAll()
    } catch {
      return error.message
    }
    return fault(in: bytes).map { "\(path): \($0)" }
  }

  private static func fault(in bytes: [UInt8]) -> String? {
    do throws(CBORError) {
      let preferred = try PreferredForm.of(bytes)
      guard preferred != bytes else { return nil }
      let offset = bytes.firstDifference(from: preferred)
      return "not in preferred form from byte \(offset) on: found \(bytes.count) bytes, expected \(preferred.count)"
    } catch {
      return "\(error)"
    }
  }
}
