#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A file that is read and written as a whole.
struct FixtureFile {
  let path: String
  private let location: FixtureLocation

  /// - Parameter ending: The extension, with its dot.
  init(_ location: FixtureLocation, _ ending: String) {
    path = location.path + ending
    self.location = location
  }

  /// Returns the file's bytes; `nil` if it does not exist in a folder that does.
  func read() throws(FixtureError.Reason) -> [UInt8]? {
    try checkFolders()
    guard FileManager.default.fileExists(atPath: path) else {
      try checkRoot()
      return nil
    }
    // Any other kind may be endless, or block.
    switch Self.type(of: path) {
    case .typeRegular?: break
    case .typeDirectory?: throw .unusable("there is a folder in its place")
    default: throw .unusable("what is in its place is no file")
    }
    do {
      return [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unusable("it can't be read: \(Self.reason(of: error))")
    }
  }

  /// Writes the file atomically, so that a test that is interrupted leaves no partial fixture.
  func write(_ bytes: [UInt8]) throws(FixtureError.Reason) {
    try checkRoot()
    let url = URL(filePath: path)
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw .unusable("it can't be written: \(Self.reason(of: error))")
    }
  }

  private func checkRoot() throws(FixtureError.Reason) {
    guard Self.type(of: location.root) == .typeDirectory else { throw location.missingRoot }
  }

  /// Checks that no component of the path is a file instead of a folder.
  private func checkFolders() throws(FixtureError.Reason) {
    var folder = path[...]
    while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex, folder.count > location.root.count {
      folder = folder[..<slash]
      if let type = Self.type(of: String(folder)) {
        if type == .typeDirectory { return }
        throw .unusable("\(folder) is a file, and has to be a folder")
      }
    }
  }

  /// Returns the type of the file at a path, following links; `nil` if there is none.
  private static func type(of path: String) -> FileAttributeType? {
    let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
    return try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
  }

  private static func reason(of error: any Error) -> String {
    (error as? CocoaError).flatMap { $0.underlying.map { "\($0)" } } ?? "\(error)"
  }
}
