internal import ArgumentParser

/// The file that a command reads.
struct FileArgument: ParsableArguments {
  @Argument(help: "The file to read; the standard input if there is none, or -.", completion: .file())
  var file: String?

  /// Opens the file.
  func open() throws(CommandError) -> Input { try Input(file: file) }
}
