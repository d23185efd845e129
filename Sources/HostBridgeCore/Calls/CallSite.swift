internal import Synchronization

/// What is known about one type of call on one bridge: found once, and looked up once per call.
///
/// Thread safety: immutable, but for an atomic.
@usableFromInline
package final class CallSite: Sendable {
  /// The call's name, with its schema where it has one.
  package let call: NamedCall
  /// How its requests and responses are encoded.
  package let encodings: CallEncodings
  /// How many bytes a request and a response have that cross as the memory of a value, unchecked; -1 for others.
  @usableFromInline package let requestMemory: Int
  @usableFromInline package let responseMemory: Int
  /// What the layer of types knows about the type of call.
  package let typeInfo: (any AnyObject & Sendable)?
  /// Where its handler is.
  let cell: HandlerCell
  /// The handler whose schema was compared with the call's last.
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

  /// Whether the schema of `handler` has been compared with the call's, or there is none to compare.
  @inline(__always)
  func hasChecked(_ handler: HostHandler) -> Bool {
    checkedSerial.load(ordering: .relaxed) == handler.serial || call.schema == nil
  }

  /// The schema of `handler` fits.
  func didCheck(_ handler: HostHandler) {
    checkedSerial.store(handler.serial, ordering: .relaxed)
  }
}

extension BridgeStorage {
  /// The site of the calls that `key` stands for, if there is one.
  ///
  /// - Parameter key: ``SchemaIdentity/key``, or the address of a type plus 4, for its calls as the bridge makes them.
  @usableFromInline
  package func site(_ key: UInt) -> CallSite? { sites.find(key) }

  /// Adds the site of the calls that `key` stands for; one that another thread has added comes first.
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

  /// A site for one call by name.
  package func site(named call: NamedCall, _ encodings: CallEncodings) -> CallSite {
    declared.note(call)
    return CallSite(call, encodings, registry.lookUp(call.name) ?? HandlerCell(call.name))
  }
}
