internal import HostBridgeCore

/// The calls of one ``HostBridge/callEach(_:timeout:)``: those that have been made, and the results of those before.
struct CallBatch<C: HostCallable> {
  private let format: CallFormat<C>
  private(set) var results: [Result<C.Response, HostCallError<C.Failure>>] = []
  /// Nil for one that failed before it was made; why is in `failures`, by its place.
  private var calls: [PendingCall?] = []
  private var failures: [Int: BridgeError] = [:]

  init(_ format: CallFormat<C>) {
    self.format = format
  }

  /// A request that has to wait for a place.
  struct Waiting {
    let request: C
    /// What it is encoded as; nil where it crosses as it lies in memory.
    let bytes: [UInt8]?
    let size: Int
  }

  /// Makes calls until there are no more requests, or one has to wait for a place.
  ///
  /// One loop in one function: the generic types in it are looked up once for all calls, and not for each.
  mutating func begin(
    _ requests: inout some IteratorProtocol<C>, on bridge: HostBridge, _ deadline: Deadline
  ) -> Waiting? {
    while let request = requests.next() {
      do throws(BridgeError) {
        if format.request == .raw {
          try format.check()
          let size = format.descriptor.request.size
          guard try bridge.enter(requestSize: size) else { return Waiting(request: request, bytes: nil, size: size) }
          calls.append(try format.beginRaw(request, on: bridge, deadline))
        } else {
          switch try format.beginEncoded(request, on: bridge, deadline) {
          case .call(let call): calls.append(call)
          case .waits(let bytes): return Waiting(request: request, bytes: bytes, size: bytes.count)
          }
        }
      } catch {
        fail(error)
      }
    }
    return nil
  }

  /// Makes the call that has waited.
  mutating func begin(_ waiting: Waiting, on bridge: HostBridge, _ deadline: Deadline) throws(BridgeError) {
    if let bytes = waiting.bytes {
      calls.append(try unsafe format.begin(bytes.span.bytes, on: bridge, deadline))
    } else {
      calls.append(try format.beginRaw(waiting.request, on: bridge, deadline))
    }
  }

  mutating func fail(_ error: BridgeError) {
    failures[calls.count] = error
    calls.append(nil)
  }

  /// Waits until the calls that were made have ended, and moves their outcomes into the results.
  mutating func takeOutcomes(_ bridge: HostBridge) async {
    await bridge.waitForAll(calls)
    moveOutcomes(bridge)
    calls.removeAll(keepingCapacity: true)
    failures = [:]
  }

  // One loop, for the same reason.
  private mutating func moveOutcomes(_ bridge: HostBridge) {
    results.reserveCapacity(results.count + calls.count)
    for place in calls.indices { results.append(result(of: calls[place], place, bridge)) }
  }

  @inline(__always)
  private func result(
    of call: PendingCall?, _ place: Int, _ bridge: HostBridge
  ) -> Result<C.Response, HostCallError<C.Failure>> {
    guard let call else {
      return .failure(format.callError(failures[place] ?? .bridgeClosed))
    }
    do throws(BridgeError) {
      return .success(
        try bridge.withOutcome(call) { bytes throws(BridgeError) in try format.decodeResponse(bytes, of: call.id) })
    } catch {
      return .failure(format.callError(error))
    }
  }
}
