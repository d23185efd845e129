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

  /// The encoded request; nil where it crosses as it lies in memory.
  func encode(_ request: C) throws(BridgeError) -> [UInt8]? {
    if format.request == .raw {
      try format.check()
      return nil
    }
    return try format.encodeRequest(request)
  }

  func size(of bytes: [UInt8]?) -> Int { bytes?.count ?? format.descriptor.request.size }

  mutating func begin(
    _ request: C, _ bytes: [UInt8]?, on bridge: HostBridge, _ deadline: Deadline
  ) throws(BridgeError) {
    if let bytes {
      calls.append(try unsafe format.begin(bytes.span.bytes, on: bridge, deadline))
    } else {
      calls.append(try format.beginRaw(request, on: bridge, deadline))
    }
  }

  mutating func fail(_ error: BridgeError) {
    failures[calls.count] = error
    calls.append(nil)
  }

  /// Waits until the calls that were made have ended, and moves their outcomes into the results.
  mutating func takeOutcomes(_ bridge: HostBridge) async {
    await bridge.waitForAll(calls)
    results.reserveCapacity(results.count + calls.count)
    for (place, call) in calls.enumerated() { results.append(result(of: call, place, bridge)) }
    calls.removeAll(keepingCapacity: true)
    failures = [:]
  }

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
