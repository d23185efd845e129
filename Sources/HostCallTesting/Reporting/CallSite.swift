/// Where a test calls a function that may find something wrong.
struct CallSite: Sendable {
  /// The module and the file, as `#fileID` has them.
  let fileID: String
  let filePath: String
  let line: Int
  let column: Int

  var module: String { String(fileID.prefix { $0 != "/" }) }
}
