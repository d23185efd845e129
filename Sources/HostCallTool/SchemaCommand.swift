internal import CBORCodec
internal import HostCall

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `hostcall schema LIBRARY --open SYMBOL [--json]`: the calls of a core, as it describes them itself.
struct SchemaCommand {
  private let library: String
  private let symbol: String
  private let isJSON: Bool

  /// - Parameter arguments: What follows `schema`, in any order.
  init(_ arguments: ArraySlice<String>) throws(Failure) {
    var rest = Array(arguments)
    isJSON = rest.firstIndex(of: "--json").map { rest.remove(at: $0) } != nil
    guard let option = rest.firstIndex(of: "--open"), option + 1 < rest.count else { throw .usage }
    symbol = rest[option + 1]
    rest.removeSubrange(option...option + 1)
    guard rest.count == 1, let library = rest.first, !library.hasPrefix("-") else { throw .usage }
    self.library = library
  }

  func run() throws(Failure) {
    let core = try CoreLibrary(path: library)
    let bridge = try core.openBridge(symbol)
    let descriptor = try Self.descriptor(of: bridge, core)
    try core.close(bridge)
    guard isJSON else { return try Output.write(descriptor.cddl) }
    try Output.write(json(descriptor))
  }

  /// What a core says of its calls, decoded.
  static func descriptor(of bridge: hostcall_bridge, _ core: CoreLibrary) throws(Failure) -> HostCallDescriptor {
    let bytes = try core.descriptor(of: bridge)
    do {
      return try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
    } catch {
      throw .malformedData("\(core.path): its descriptor does not decode: \(error)")
    }
  }

  private func json(_ descriptor: HostCallDescriptor) throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(JSONDescriptor(descriptor)), as: UTF8.self) + "\n"
    } catch {
      throw .malformedData("\(library): its descriptor has no form in JSON: \(error)")
    }
  }
}

/// A descriptor in JSON: the same, but for fingerprints, which are hexadecimal text, since a number of JSON has no 64
/// bits everywhere.
private struct JSONDescriptor: Encodable {
  struct Call: Encodable {
    let name: String
    let direction: HostCallDescriptor.Direction
    let fingerprint: String?
    let request: HostCallDescriptor.Part?
    let response: HostCallDescriptor.Part?
    let failure: HostCallDescriptor.Part?
    let outline: String?
  }

  let version: Int
  let calls: [Call]
  let cddl: String

  init(_ descriptor: HostCallDescriptor) {
    version = descriptor.version
    cddl = descriptor.cddl
    calls = descriptor.calls.map { call in
      Call(
        name: call.name, direction: call.direction,
        fingerprint: call.fingerprint.map { "0x" + String($0, radix: 16) }, request: call.request,
        response: call.response, failure: call.failure, outline: call.outline)
    }
  }
}
