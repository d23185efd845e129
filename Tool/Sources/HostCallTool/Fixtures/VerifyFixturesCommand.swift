internal import ArgumentParser
internal import CBORCodec

/// `hostcall fixtures verify DIR`: whether every golden file in a folder, and in those in it, is what it should be.
struct VerifyFixturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Says whether all *.cbor in a folder and below are well-formed, in preferred form."
  )

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  func run() throws {
    let files = try Folder(path: folder).files(endingIn: ".cbor")
    guard !files.isEmpty else {
      throw CommandError.noInput("\(folder): there is no fixture in it, no file whose name ends in .cbor")
    }
    let faults = files.compactMap { Self.fault(inFile: $0) }
    guard faults.isEmpty else { throw CommandError.malformedData(faults.joined(separator: "\n")) }
    try Output.write("\(files.count) \(files.count == 1 ? "fixture" : "fixtures"): well-formed, in preferred form\n")
  }

  /// What is wrong with a file, with its path.
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
      let offset =
        zip(bytes, preferred).enumerated().first { $1.0 != $1.1 }?.offset ?? min(bytes.count, preferred.count)
      return "it is not in preferred form from byte \(offset) on: \(bytes.count) bytes, and \(preferred.count) would do"
    } catch {
      return "\(error)"
    }
  }
}
