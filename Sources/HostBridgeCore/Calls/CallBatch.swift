/// Many calls that are made one after the other and waited for once.
///
/// Each is a ``CallAttempt`` whose caller waits as soon as its `invoke` has returned, so the last answer of all
/// resumes the task, and a call that has ended gives its place to others at once.
///
/// The task that makes the calls owns it, waits for them, and takes every outcome.
@usableFromInline
package final class CallBatch {
  private let storage: BridgeStorage
  private let deadline: Deadline
  private let waiter = BatchWaiter()
  /// Nil for a call that was not made, or whose outcome has been taken.
  ///
  /// Used once or twice a call, by the one task that owns the batch.
  @exclusivity(unchecked) private var calls: [CallReference?] = []
  /// Why calls were not made, by their indices.
  private var failures: [Int: BridgeError] = [:]

  /// Creates a batch without calls.
  @usableFromInline
  package init(_ storage: BridgeStorage, _ deadline: Deadline) {
    self.storage = storage
    self.deadline = deadline
  }

  /// How many calls there are, those among them that were not made.
  @usableFromInline
  package var count: Int { unsafe calls.count }

  /// Makes a call; false if it has to wait for a place.
  ///
  /// - Parameter request: The encoded request, which the host reads where it is.
  @usableFromInline
  package func begin(_ site: CallSite, _ request: UnsafeRawBufferPointer) -> Bool {
    do throws(BridgeError) {
      guard let attempt = try CallAttempt.admitted(storage, requestSize: request.count) else { return false }
      unsafe calls.append(try attempt.begin(storage, site, request, deadline, batch: waiter).inBatch())
    } catch {
      fail(error)
    }
    return true
  }

  /// Makes a call that has to wait for a place.
  @usableFromInline
  package func beginWaiting(_ site: CallSite, _ request: [UInt8]) async {
    do throws(BridgeError) {
      let call = try storage.begin(
        await CallAttempt.waiting(storage, until: deadline), site, site.encodings, request, deadline, batch: waiter)
      unsafe calls.append(call.inBatch())
    } catch {
      fail(error)
    }
  }

  /// Adds a call that was not made.
  @usableFromInline
  package func fail(_ error: BridgeError) {
    failures[count] = error
    unsafe calls.append(nil)
  }

  /// Suspends until all calls have ended.
  ///
  /// Cancelling the task ends those that have not.
  @usableFromInline
  package func wait() async {
    await storage.wait(for: waiter, unsafe calls)
  }

  /// Whether the outcome of the call at `index` is there, and no other thread looks at the call any more.
  @usableFromInline
  package func hasArrived(_ index: Int) -> Bool {
    guard let call = unsafe calls[index], let state = call.slot.state(of: call.id) else { return true }
    return state.stage == .waiting ? call.slot.waiter.isTold : state.isDecided
  }

  /// The call at `index`, whose outcome is to be taken, once.
  ///
  /// - Throws: Why the call was not made.
  @usableFromInline
  package func takeCall(_ index: Int) throws(BridgeError) -> DecidedCall {
    guard let call = unsafe calls[index] else {
      guard let error = failures.removeValue(forKey: index) else {
        preconditionFailure("the outcome of a call of a batch is taken once")
      }
      throw error
    }
    unsafe calls[index] = nil
    return DecidedCall(of: call, storage)
  }
}
