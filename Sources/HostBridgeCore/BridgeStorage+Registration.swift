// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeStorage {
  func register(_ handler: HostHandler) throws(StatusError) {
    try checkOpen()
    try checkSchema(of: handler)
    switch registry.register(handler) {
    case .done(let replaced):
      if let replaced { callbackThread.append(replaced) }
      reportIfUndeclared(handler.wireName)
    case .closed: throw .closed
    }
  }

  func unregister(_ name: WireName) throws(StatusError) {
    try checkOpen()
    switch registry.remove(name) {
    case .done(let handler): callbackThread.append(handler)
    case .closed: throw .closed
    case .notRegistered: throw StatusError(.notRegistered, .nothingRegistered, text: name.text)
    }
  }

  func unregisterAll() throws(StatusError) {
    try checkOpen()
    guard registry.removeAll(isFinal: false, { callbackThread.append($0) }) else { throw .closed }
  }

  /// Checks that no close has started.
  ///
  /// The tables close one after the other: a function that checked only its own table could succeed after another has
  /// reported the bridge as closed.
  func checkOpen() throws(StatusError) {
    if closing.isClosing { throw .closed }
  }
}
