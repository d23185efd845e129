/// Tells of what is not right, and yet no error of anybody's.
package enum Reporting {
  /// Gives `matter` to `listener`; writes a line to the error output if there is none.
  ///
  /// In a task of its own: neither the user's code nor a slow output may hold up who reports.
  package static func report<Matter: Sendable>(_ matter: Matter, to listener: (@Sendable (Matter) -> Void)?) {
    Task.detached {
      if let listener { listener(matter) } else { ErrorOutput.write("hostcall: \(matter)\n") }
    }
  }
}
