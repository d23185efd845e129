// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

/// The host of a library's core, which answers the calls that the core makes.
struct CoreHost: Sendable {
  private let core: CoreLibrary
  private let bridge: hostcall_bridge
  private let calls: [String: CoreCall]
  private let exposed: Set<String>
  private let answers: any HostAnswering
  private let isChecked: Bool

  init(
    _ core: CoreLibrary, _ bridge: hostcall_bridge, _ descriptor: HostCallDescriptor, _ answers: any HostAnswering,
    isChecked: Bool
  ) throws(CommandError) {
    self.core = core
    self.bridge = bridge
    self.answers = answers
    self.isChecked = isChecked
    calls = CoreCall.all(of: descriptor, .toHost, isChecked: isChecked)
    exposed = Set(CoreCall.all(of: descriptor, .toCore).keys)
    try answers.check(calls)
  }

  /// Registers a function for each call that the core has described, and for each that has an answer.
  func register() throws(CommandError) {
    let host = try LibraryHost(core, bridge) { call, request, complete in
      answers.answer(listed(call), to: request, complete)
    }
    for call in calls.values.sorted(by: { $0.name < $1.name }) { try host.register(call) }
    for name in answers.names where calls[name] == nil && !exposed.contains(name) {
      try host.register(CoreCall(unlisted: name, isStream: answers.isStream(name)))
    }
  }

  /// Returns a call with its types, which a core that has not declared the call may describe once it has made it.
  private func listed(_ call: CoreCall) -> CoreCall {
    guard !call.isListed, let bytes = try? core.descriptor(of: bridge),
      let descriptor = try? PrintSchemaCommand.decoded(bytes, of: core.path),
      var listed = CoreCall.all(of: descriptor, .toHost, isChecked: isChecked)[call.name]
    else { return call }
    (listed.request.isRaw, listed.response.isRaw) = (call.request.isRaw, call.response.isRaw)
    return listed
  }
}
