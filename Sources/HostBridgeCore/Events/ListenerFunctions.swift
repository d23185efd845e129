// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The C functions of one listener to events, with the `user_data` that the host passes to them.
@safe struct ListenerFunctions: @unchecked Sendable {  // immutable; the host promises that `userData` may cross threads
  private let eventFunction: hostcall_event_fn
  private let releaseFunction: hostcall_release_fn?
  private let userData: UnsafeMutableRawPointer?
  private let nameMemory: HostMemory

  /// - Throws: ``Status/resourceExhausted`` if memory for the name is lacking.
  init(
    of name: WireName, event: @escaping hostcall_event_fn, release: hostcall_release_fn? = nil,
    userData: UnsafeMutableRawPointer? = nil
  ) throws(StatusError) {
    nameMemory = try name.copiedForC()
    unsafe eventFunction = event
    unsafe releaseFunction = release
    unsafe self.userData = userData
  }

  /// A listener whose events are passed on, and the table that counts them.
  @safe private struct Delivery {
    unowned(unsafe) let listener: EventListener
    unowned(unsafe) let table: EventTable
  }

  /// Runs the host's `event` for each event that `listener` takes.
  func events(of listener: EventListener, countedBy table: EventTable, on bridge: UInt64) {
    let name = unsafe UnsafePointer(nameMemory.start?.assumingMemoryBound(to: CChar.self))
    var delivery = Delivery(listener: listener, table: table)
    // Again after an `event` that has tried to end the thread.
    while unsafe !hostcall_run_events(eventFunction, bridge, name, userData, Self.next, &delivery) {}
    extendLifetime(listener)
    extendLifetime(table)
  }

  /// Takes the next event of the ``Delivery`` at `context`.
  private static let next: hostcall_next_event_fn = { context, event in
    let delivery = unsafe context!.assumingMemoryBound(to: Delivery.self)
    guard let (place, dropped) = unsafe delivery.pointee.listener.take() else { return false }
    unsafe delivery.pointee.table.countPassed()
    reach(.eventTaken)
    // An entry begins with its element.
    let content = unsafe UnsafeRawPointer(place).assumingMemoryBound(to: EventContent.self)
    unsafe event!.pointee = unsafe hostcall_next_event(
      bytes: EventContent.start(of: content), length: content.pointee.count, dropped: dropped)
    return true
  }

  /// Runs the host's `release`, if it has one.
  func release(on bridge: UInt64) {
    guard let releaseFunction = unsafe releaseFunction else { return }
    _ = unsafe hostcall_run_release(releaseFunction, bridge, userData)
  }
}
