// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostCall

extension CoreCall {
  /// Returns a call that a core or a server answers.
  ///
  /// - Parameters:
  ///   - name: The name of the call.
  ///   - descriptor: The descriptor.
  ///   - source: The library or the server, for the message.
  ///   - isChecked: Whether to compare values with the call's types.
  /// - Throws: An error with the names that are exposed, if there is no such call.
  package static func find(
    _ name: String, in descriptor: HostCallDescriptor, of source: String, isChecked: Bool
  ) throws(CommandError) -> CoreCall {
    let exposed = all(of: descriptor, .toCore, isChecked: isChecked)
    if let call = exposed[name] { return call }
    var message = "\(source): no call \(name) is exposed"
    if all(of: descriptor, .toHost)[name] != nil {
      message += "; the core makes that call itself, and --answer answers it"
    } else if exposed.isEmpty {
      message += ", nor any other"
    } else {
      let names = exposed.keys.sorted().prefix(maximumNames).map(TypeText.word)
      let others = exposed.count - names.count
      message += "; expected one of \(names.joined(separator: ", "))"
      if others > 0 { message += ", and \(others) \(others == 1 ? "other" : "others")" }
    }
    throw .unavailable(message)
  }

  /// The maximum number of names in a message.
  private static let maximumNames = 20
}
