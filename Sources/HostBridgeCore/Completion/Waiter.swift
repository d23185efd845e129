/// A suspended task, to be resumed once.
@safe struct Waiter: @unchecked Sendable {  // resumed once, by whoever took it out of the place where it waited
  private let continuation: UnsafeContinuation<Void, Never>

  init(_ continuation: UnsafeContinuation<Void, Never>) {
    unsafe self.continuation = continuation
  }

  func resume() {
    unsafe continuation.resume()
  }
}
