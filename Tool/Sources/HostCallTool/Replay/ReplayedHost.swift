// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
@_spi(Tool) internal import HostCall

/// A host in a library, for which the tool is the core.
struct ReplayedHost: Sendable {
  /// The calls that the core makes, by name.
  let calls: [String: CoreCall]
  let transport: HostTransport
  private let bridge: HostBridge

  /// Loads the library of a host, and has it register its functions.
  ///
  /// - Parameters:
  ///   - library: The path of the library.
  ///   - symbol: The function that registers the host's functions.
  ///   - descriptor: The descriptor of the host's core.
  ///   - time: How long the function may take.
  init(
    library: String, register symbol: String, _ descriptor: HostCallDescriptor, within time: Duration
  ) async throws(CommandError) {
    var configuration = HostBridgeConfiguration()
    if let limits = descriptor.limits { configuration.maximumPayloadSize = Int(clamping: limits.payloadSize) }
    bridge = HostBridge(configuration: configuration)
    transport = HostTransport(bridge)
    calls = CoreCall.all(of: descriptor, .toHost, isChecked: false)
    do throws(CommandError) {
      try await register(library, symbol, descriptor, within: time)
    } catch {
      await transport.close(within: time)
      throw error
    }
  }

  private func register(
    _ library: String, _ symbol: String, _ descriptor: HostCallDescriptor, within time: Duration
  ) async throws(CommandError) {
    do throws(HostSetupError) {
      try bridge.declareCalls(of: descriptor)
    } catch {
      throw .malformedData("the descriptor: \(error)")
    }
    let result = await SeparateThread.run(for: time) { [bridge] () async -> Result<Void, CommandError> in
      do throws(CommandError) {
        return .success(try HostLibrary(path: library).register(symbol, at: bridge))
      } catch {
        return .failure(error)
      }
    }
    guard let result else { throw .unavailable("\(library): \(symbol) has not returned") }
    try result.get()
    let registered = await bridge.answeredNames() ?? []
    if let first = calls.keys.min(), calls.keys.allSatisfy({ !registered.contains($0) }) {
      throw .unavailable(
        "\(library): \(symbol) has registered none of the core's calls, such as \(first); expected handlers at the "
          + "bridge that it is given, by the functions of the table that it is given")
    }
  }
}
