// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `hostcall fixtures unused DIR [TESTS]`: lists the golden files, and their text files, that no test names any more.
struct UnusedFixturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unused", abstract: "Lists the fixtures in a folder that no Swift source of the tests names.",
    discussion: "The exit status is 65 if there are any.")

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @Argument(help: "The folder with the tests; by default the parent of the fixtures.", completion: .directory)
  var tests: String?

  func run() throws {
    let files = try Folder(path: folder).files(endingIn: ".cbor", ".diag", ".schema")
    guard !files.isEmpty else { throw CommandError.noInput("\(folder): the folder contains no fixtures") }
    // Tests are usually beside the folder.
    let tests = tests ?? folder + "/.."
    var fixtures = UnusedFixtures()
    let sources = try Folder(path: tests).files(endingIn: ".swift")
    guard !sources.isEmpty else {
      throw CommandError.noInput(
        "\(tests): the folder contains no *.swift; pass the folder with the tests as the second argument")
    }
    for source in sources {
      let input = try Input(regularFile: source)
      defer { input.close() }
      fixtures.read(String(decoding: try input.readAll(), as: UTF8.self))
    }
    let start = folder.hasSuffix("/") ? folder : folder + "/"
    let unused = files.map(\.description).filter { file in
      // Searches bytes, because a dot and the letters around it may form one character.
      let path = file.utf8.dropFirst(start.utf8.count)
      let name = String(decoding: path[..<(path.lastIndex(of: UInt8(ascii: ".")) ?? path.endIndex)], as: UTF8.self)
      return !fixtures.isUsed(name, as: file.utf8.suffix(7).elementsEqual(".schema".utf8) ? .schema : .golden)
    }
    guard unused.isEmpty else {
      try Output.write(unused.map { $0 + "\n" }.joined())
      throw CommandError.malformedData("\(unused.count) of \(files.count) files are not named by any test in \(tests)")
    }
    try Output.write("\(files.count) \(files.count == 1 ? "file" : "files"): each is named by a test\n")
  }
}
