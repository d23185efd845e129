// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The side that answers a call, opens a stream's other end, or listens to an event.
package enum InterfaceDirection: CaseIterable, Hashable, Sendable {
  /// From the core to the host.
  case toHost
  /// From the host to the core.
  case toCore

  /// The calls of a direction, then its streams.
  package func calls(of model: InterfaceModel) -> [InterfaceCall] {
    switch self {
    case .toHost: model.callsToHost + model.streamsToHost
    case .toCore: model.callsToCore + model.streamsToCore
    }
  }

  /// The events of a direction.
  package func events(of model: InterfaceModel) -> [InterfaceEvent] {
    switch self {
    case .toHost: model.eventsToHost
    case .toCore: model.eventsToCore
    }
  }
}
