// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The functions that the host has registered: wire name → ``HandlerCell`` → ``HostHandler``.
///
/// A name has a cell for each ``CallKind`` that is in use, of which at most one has a handler. So a call finds no
/// handler of the other kind, without comparing kinds.
package final class HostRegistry: Sendable {
  /// The result of a registration.
  enum Registration: Sendable {
    /// Registered; the caller must retire the replaced handler.
    case done(replaced: HostHandler?)
    case closed
  }

  /// The result of a removal.
  enum Removal: Sendable {
    /// Removed; the caller must retire the handler.
    case done(HostHandler)
    case notRegistered
    case closed
  }

  private struct CellKey: Hashable {
    let name: WireName
    let kind: CallKind
  }

  private struct State: Sendable {
    var cells: [CellKey: HandlerCell] = [:]
    /// The names of retired handlers, by address.
    var retiringNames: [UInt: String] = [:]
    var isClosed = false
  }

  private let state = Guarded(State())
  /// The number of handlers that have not been released.
  private let unreleased = Atomic<Int>(0)
  /// The number of handlers that are retired and not yet released.
  private let retiring = Atomic<Int>(0)

  package init() {}

  /// Registers `handler` under its name, replacing any other, also of the other kind.
  func register(_ handler: HostHandler) -> Registration {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      unreleased.add(1, ordering: .relaxed)
      let other = removeHandler(of: CellKey(name: handler.wireName, kind: handler.kind.other), &state)
      let cell = Self.cell(of: handler.wireName, handler.kind, in: &state)
      return .done(replaced: retire(cell.exchange(.retaining(handler)), &state) ?? other)
    }
  }

  /// Returns the cell of `name` for calls of a kind, if there is one.
  func lookUp(_ name: WireName, _ kind: CallKind = .call) -> HandlerCell? {
    state.withLock { $0.cells[CellKey(name: name, kind: kind)] }
  }

  /// Returns the cell of `name` for calls of a kind, and keeps it from now on.
  func keepCell(of name: WireName, _ kind: CallKind = .call) -> HandlerCell {
    state.withLock { state in
      let cell = Self.cell(of: name, kind, in: &state)
      cell.keep()
      return cell
    }
  }

  private static func cell(of name: WireName, _ kind: CallKind, in state: inout State) -> HandlerCell {
    let key = CellKey(name: name, kind: kind)
    if let cell = state.cells[key] { return cell }
    let cell = HandlerCell(name, kind)
    state.cells[key] = cell
    return cell
  }

  /// Returns the handler of `name` for calls of a kind, if one is registered.
  func handler(of name: WireName, _ kind: CallKind = .call) -> HostHandler? {
    state.withLock { $0.cells[CellKey(name: name, kind: kind)]?.handler?.handler }
  }

  /// The wire names of all handlers that have not been released, by the bits of their references.
  ///
  /// Complexity: linear in the number of handlers.
  var names: [UInt: String] {
    state.withLock { state in
      var names = state.retiringNames
      for cell in state.cells.values {
        if let handler = cell.handler { names[handler.bits] = cell.name.text }
      }
      return names
    }
  }

  /// Returns the wire name of `handler`; `nil` if it has been released.
  ///
  /// Complexity: linear in the number of handlers.
  func name(of handler: HandlerReference) -> String? {
    state.withLock { state in
      state.retiringNames[handler.bits]
        ?? state.cells.values.first { $0.handler?.bits == handler.bits }?.name.text
    }
  }

  /// Removes the handler of `name`; if `handler` is given, only if it is that one.
  func remove(_ name: WireName, onlyIf handler: HostHandler? = nil) -> Removal {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      for kind in [CallKind.call, .stream] {
        let key = CellKey(name: name, kind: kind)
        guard let found = state.cells[key]?.handler else { continue }
        guard handler == nil || found.bits == handler.map({ HandlerReference($0).bits }) else { break }
        if let removed = removeHandler(of: key, &state) { return .done(removed) }
      }
      return .notRegistered
    }
  }

  /// Call with the lock held.
  private func removeHandler(of key: CellKey, _ state: inout State) -> HostHandler? {
    guard let cell = state.cells[key], let removed = retire(cell.exchange(nil), &state) else { return nil }
    if !cell.isKept { state.cells[key] = nil }
    return removed
  }

  /// Removes every handler.
  ///
  /// - Parameters:
  ///   - isFinal: Whether to refuse registrations from now on.
  ///   - body: Receives each handler, to retire it; runs with the lock held, so it must only enqueue.
  /// - Returns: False if the registry is closed.
  func removeAll(isFinal: Bool, _ body: (HostHandler) -> Void) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      state.isClosed = isFinal
      for cell in state.cells.values {
        if let handler = retire(cell.exchange(nil), &state) { body(handler) }
      }
      state.cells = state.cells.filter { $0.value.isKept }
      return true
    }
  }

  /// Call with the lock held.
  private func retire(_ reference: HandlerReference?, _ state: inout State) -> HostHandler? {
    guard let reference else { return nil }
    // Incremented before the slots are scanned, so that a call that clears its slot afterwards requests another scan.
    retiring.add(1, ordering: .sequentiallyConsistent)
    let handler = reference.handler
    reference.release()
    state.retiringNames[reference.bits] = handler.wireName.text
    return handler
  }

  /// Returns the `calls` without a handler of their kind, in their order.
  package func missing(_ calls: [NamedCall]) -> [NamedCall] {
    state.withLock { state in calls.filter { state.cells[CellKey(name: $0.name, kind: $0.kind)]?.handler == nil } }
  }

  /// The names of the registered handlers, sorted.
  var registeredNames: [WireName] {
    state.withLock { state in state.cells.values.filter { $0.handler != nil }.map(\.name) }
      .sorted { $0.text < $1.text }
  }

  /// The registered handlers, sorted by name.
  var handlers: [HostHandler] {
    state.withLock { state in state.cells.values.compactMap { $0.handler?.handler } }
      .sorted { $0.wireName.text < $1.wireName.text }
  }

  package var isClosed: Bool { state.withLock { $0.isClosed } }

  package var count: Int { state.withLock { state in state.cells.values.count { $0.handler != nil } } }

  /// A Boolean value that indicates whether retired handlers wait to be released.
  @inline(__always)
  var isRetiring: Bool { retiring.load(ordering: .sequentiallyConsistent) != 0 }

  /// A Boolean value that indicates whether every handler that was ever registered has been released.
  var isReleased: Bool { unreleased.load(ordering: .acquiring) == 0 }

  /// Records that a handler has been released.
  func didRelease(_ handler: HostHandler) {
    _ = state.withLock { $0.retiringNames.removeValue(forKey: HandlerReference(handler).bits) }
    retiring.subtract(1, ordering: .sequentiallyConsistent)
    unreleased.subtract(1, ordering: .releasing)
  }
}
