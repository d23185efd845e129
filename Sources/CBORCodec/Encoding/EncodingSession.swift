// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The state that all storages of one encode call share: the options, and the first error from a place that cannot
/// throw.
@safe final class EncodingSession {
  /// The state is behind a pointer because each access to a class's stored property is checked for exclusivity, which
  /// costs more than encoding a number.
  private struct State {
    var options: CBOREncoder.Options
    var failure: EncodingError?
    /// The number of storages of nested containers, which may outlive the call.
    var nested = 0
    var lastSerial = 0
  }

  private let state: UnsafeMutablePointer<State>

  init(_ options: CBOREncoder.Options) {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State(options: options))
  }

  deinit {
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  var options: CBOREncoder.Options {
    @inline(__always) _read { yield unsafe state.pointee.options }
    set { unsafe state.pointee.options = newValue }
  }

  var failure: EncodingError? {
    get { unsafe state.pointee.failure }
    set { unsafe state.pointee.failure = newValue }
  }

  var nested: Int {
    get { unsafe state.pointee.nested }
    set { unsafe state.pointee.nested = newValue }
  }

  /// Returns a number that no frame of this session has had, in this call or an earlier one.
  @inline(__always)
  func nextSerial() -> Int {
    unsafe state.pointee.lastSerial &+= 1
    return unsafe state.pointee.lastSerial
  }
}
