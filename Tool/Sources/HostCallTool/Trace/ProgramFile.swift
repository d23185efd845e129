// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// The file of a program, as execvp(3) finds it.
package enum ProgramFile {
  /// Checks that a command names a program that can be run, before anything is done for it.
  ///
  /// - Parameters:
  ///   - command: A path, or a name without a slash.
  ///   - folders: The folders for names, separated by colons; `nil` for those of the system, where any name may be
  ///     found.
  /// - Throws: 127 if there is no such file, 126 if none may be run.
  package static func check(_ command: String, in folders: String?) throws(CommandError) {
    var paths = [command]
    if !command.contains("/") {
      guard let folders else { return }
      paths = folders.split(separator: ":", omittingEmptySubsequences: false).map { folder in
        (folder.isEmpty ? "." : String(folder)) + "/" + command
      }
    }
    var error = ENOENT
    for path in paths where !command.isEmpty {
      var status = stat()
      guard unsafe stat(path, &status) == 0 else {
        // A folder without the file is passed over.
        if errno == EACCES || path == command { error = errno }
        continue
      }
      error = EACCES
      if status.st_mode & S_IFMT != S_IFDIR, unsafe access(path, X_OK) == 0 { return }
    }
    throw failure(command, error)
  }

  /// The error of a program that cannot be run.
  ///
  /// - Parameter error: The number of the system's error.
  static func failure(_ command: String, _ error: Int32) -> CommandError {
    CommandError(status: error == ENOENT ? 127 : 126, message: "\(command): \(unsafe String(cString: strerror(error)))")
  }
}
