// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall

extension CoreCall {
  /// Returns a call that a core or a server answers.
  ///
  /// - Parameters:
  ///   - name: The name of the call.
  ///   - descriptor: The descriptor.
  ///   - source: The library or the server, for the message.
  ///   - isChecked: Whether to compare values with the call's types.
  /// - Throws: An error with the nearest name, if there is no such call.
  static func find(
    _ name: String, in descriptor: HostCallDescriptor, of source: String, isChecked: Bool
  ) throws(CommandError) -> CoreCall {
    let exposed = all(of: descriptor, .toCore, isChecked: isChecked)
    if let call = exposed[name] { return call }
    var message = "\(source): no call \(name) is exposed"
    if all(of: descriptor, .toHost)[name] != nil {
      message += "; the core makes that call itself, and --answer answers it"
    } else if let nearest = NearestName.find(name, among: Array(exposed.keys)) {
      message += "; the nearest name is \(nearest)"
      if exposed.count > 1 { message += ", of \(exposed.keys.sorted().joined(separator: ", "))" }
    } else {
      message += ", nor any other"
    }
    throw .unavailable(message)
  }
}
