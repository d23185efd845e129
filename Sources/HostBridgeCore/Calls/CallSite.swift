internal import Synchronization

/// What a bridge knows about one type of call: built by the first call, looked up by all others.
///
/// Thread safety: immutable, except for an atomic.
@usableFromInline
package final class CallSite: Sendable {
  /// The call's name, and its schema if it has one.
  package let call: NamedCall
  /// The encodings of its requests and responses.
  package let encodings: CallEncodings
  /// The sizes in bytes of a request and a response that cross as raw memory without checks; -1 for any other.
  @usableFromInline package let requestMemory: Int
  @usableFromInline package let responseMemory: Int
  /// The typed layer's facts about the call, such as its descriptor.
  package let typeInfo: (any AnyObject & Sendable)?
  /// The registry's cell for the call's name.
  let cell: HandlerCell
  /// The serial number of the handler whose schema was compared last.
  private let checkedSerial = Atomic<UInt64>(0)

  init(
    _ call: NamedCall, _ encodings: CallEncodings, _ cell: HandlerCell, requestMemory: Int = -1,
    responseMemory: Int = -1,
    typeInfo: (any AnyObject & Sendable)? = nil
  ) {
    self.call = call
    self.encodings = encodings
    self.cell = cell
    self.requestMemory = requestMemory
    self.responseMemory = responseMemory
    self.typeInfo = typeInfo
  }

  /// Returns whether the schema of `handler` has been compared with the call's, or the call has none.
  @inline(__always)
  func hasChecked(_ handler: HostHandler) -> Bool {
    checkedSerial.load(ordering: .relaxed) == handler.serial || call.schema == nil
  }

  /// Records that the schema of `handler` matches.
  func didCheck(_ handler: HostHandler) {
    checkedSerial.store(handler.serial, ordering: .relaxed)
  }
}

extension BridgeStorage {
  /// Returns the site for `key`, if there is one.
  ///
  /// - Parameter key: ``SchemaIdentity/key``, or for calls in the bridge's own encodings the address of the type plus
  ///   4.
  @usableFromInline
  package func site(_ key: UInt) -> CallSite? { sites.find(key) }

  /// Adds a site for `key`; returns the existing one if another thread has added it first.
  package func addSite(
    _ key: UInt, _ call: NamedCall, _ encodings: CallEncodings, requestMemory: Int = -1, responseMemory: Int = -1,
    typeInfo: (any AnyObject & Sendable)? = nil
  ) -> CallSite {
    declared.note(call)
    let site = CallSite(
      call, encodings, registry.keepCell(of: call.name), requestMemory: requestMemory, responseMemory: responseMemory,
      typeInfo: typeInfo)
    return sites.add(key, site)
  }

  /// Returns a new site for a call by name.
  package func site(named call: NamedCall, _ encodings: CallEncodings) -> CallSite {
    declared.note(call)
    return CallSite(call, encodings, registry.lookUp(call.name) ?? HandlerCell(call.name))
  }
}
