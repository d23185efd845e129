// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import CoreMetrics
internal import HostBridgeCore

/// The metrics of all calls, by side and name.
///
/// The interceptors of types see only names of types, so the number of time series is bounded by the program: a side, a
/// name and at most eighteen outcomes. A peer cannot add a name.
final class CallMetrics: Sendable {
  private struct Key: Hashable {
    let side: ObservedCall.Side
    let wireName: String
  }

  private let factory: any MetricsFactory
  private let instruments = Guarded<[Key: CallInstruments]>([:])

  init(_ factory: any MetricsFactory) {
    self.factory = factory
  }

  /// Counts a call that begins, and returns the metrics of its name.
  func begin(_ call: ObservedCall) -> CallInstruments {
    let key = Key(side: call.side, wireName: call.wireName)
    let found = instruments.withLock { $0[key] } ?? add(key)
    found.begin()
    return found
  }

  private func add(_ key: Key) -> CallInstruments {
    // Created without the lock, since the factory is user code; of two, the first that is added stays.
    let created = CallInstruments(key.side, key.wireName, factory)
    return instruments.withLock { instruments in
      if let other = instruments[key] { return other }
      instruments[key] = created
      return created
    }
  }
}
#endif
