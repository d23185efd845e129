internal import CHostBridge

/// Where one thread waits until another wakes it; a wake that comes first is kept.
@safe final class Parker: @unchecked Sendable {  // the C parker has a lock of its own
  private let parker: OpaquePointer

  init() {
    guard let parker = unsafe hostcall_parker_create() else { fatalError("no memory for a parking place") }
    unsafe self.parker = parker
  }

  deinit { unsafe hostcall_parker_destroy(parker) }

  /// Waits to be woken, at most until `deadline`.
  func park(until deadline: Deadline = .never) {
    unsafe hostcall_parker_park(parker, deadline.nanoseconds)
  }

  func unpark() {
    unsafe hostcall_parker_unpark(parker)
  }
}
