// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import CoreMetrics
internal import HostBridgeCore
internal import HostCall

/// The metrics of all calls, by side and name.
///
/// The number of time series is bounded: a side, a name and at most nineteen outcomes. The names are those of types in
/// the program and of handlers of a bridge. A server learns its names from the calls that a handler has answered, at
/// most 1000, so that a peer that invents names adds no label; the calls of all others are together. What interceptors
/// answer by themselves teaches no names, nor does `notFound`, with which another server behind this one may hide them.
final class CallMetrics: Sendable {
  /// The label of calls whose name is not known.
  static let unknownName = "(unknown)"
  /// The maximum number of names that a server learns, by default.
  static let maximumServedNames = 1000

  private struct Key: Hashable {
    let side: ObservedCall.Side
    let wireName: String
  }

  private let factory: any MetricsFactory
  private let instruments = Guarded<[Key: CallInstruments]>([:])
  private let servedNames = Guarded<Set<String>>([])
  private let maximumServedNames: Int

  init(_ factory: any MetricsFactory, maximumServedNames: Int) {
    self.factory = factory
    self.maximumServedNames = maximumServedNames
  }

  /// Counts a call that begins, and returns the metrics of its name.
  func begin(_ call: ObservedCall) -> CallInstruments { begin(Key(side: call.side, wireName: call.wireName)) }

  /// Counts a call that begins at a server, whose name may have no handler.
  func beginServed(_ call: ObservedCall) -> CallInstruments {
    let isKnown = servedNames.withLock { $0.contains(call.wireName) }
    return begin(Key(side: call.side, wireName: isKnown ? call.wireName : Self.unknownName))
  }

  /// Returns the metrics of a call that has ended at a server, whose name is learnt if a handler has answered it; `nil`
  /// if the name is not known.
  func endServed(_ call: ObservedCall, _ outcome: HostBytesOutcome) -> CallInstruments? {
    isServed(call, outcome) ? instruments(of: Key(side: call.side, wireName: call.wireName)) : nil
  }

  private func isServed(_ call: ObservedCall, _ outcome: HostBytesOutcome) -> Bool {
    servedNames.withLock { names in
      if names.contains(call.wireName) { return true }
      guard outcome.served != nil, Self.isOfHandler(call.code) else { return false }
      guard names.count < maximumServedNames else { return false }
      return names.insert(call.wireName).inserted
    }
  }

  /// Returns whether an outcome shows that there is a handler; a call without one ends otherwise.
  private static func isOfHandler(_ code: HostCallCode?) -> Bool {
    code == nil || code == .failed || code == .unknown
  }

  private func begin(_ key: Key) -> CallInstruments {
    let found = instruments(of: key)
    found.begin()
    return found
  }

  private func instruments(of key: Key) -> CallInstruments { instruments.withLock { $0[key] } ?? add(key) }

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
