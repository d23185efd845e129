/// What the storages of one encode call share: the options, and the first error where nothing could be thrown.
@safe final class EncodingSession {
  /// Behind a pointer, since every access to a class's variable is checked for another one at the same time, which
  /// costs more than writing a number.
  private struct State {
    var options: CBOREncoder.Options
    var failure: EncodingError?
    /// How many storages of nested containers there are, which may outlive the call.
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

  /// A number that no frame has had, in this call or one before.
  @inline(__always)
  func nextSerial() -> Int {
    unsafe state.pointee.lastSerial &+= 1
    return unsafe state.pointee.lastSerial
  }
}
