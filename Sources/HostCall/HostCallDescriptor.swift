internal import CBORCodec
internal import HostBridgeCore

/// What a core has to say of its calls, as `hostcall_describe` gives it to hosts in CBOR.
///
///     let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
///
/// Source of the form: `hostcall_describe` in `hostcall.h`.
public struct HostCallDescriptor: Codable, Hashable, Sendable {
  /// Who calls whom.
  public enum Direction: String, Codable, Hashable, Sendable {
    /// The core makes the call, and the host answers.
    case toHost
    /// The host makes the call, and the core answers.
    case toCore
  }

  /// How a part of a call crosses.
  public struct Part: Codable, Hashable, Sendable {
    /// `cbor` or `raw`.
    public var encoding: String
    /// The name of its rule in ``HostCallDescriptor/cddl``.
    public var rule: String
  }

  /// One call.
  public struct Call: Codable, Hashable, Sendable {
    /// The wire name.
    public var name: String
    /// Who calls whom.
    public var direction: Direction
    /// What a handler may be registered with; nil, as what follows, for a function that works in bytes.
    public var fingerprint: UInt64?
    /// The request.
    public var request: Part?
    /// The response.
    public var response: Part?
    /// The failure, where the call declares one.
    public var failure: Part?
    /// What the fingerprint is of; see ``HostCallSchema/outline``.
    public var outline: String?
  }

  /// The version of this form, 1.
  public var version: Int
  /// What the core makes, and then what it exposes, each sorted by name.
  public var calls: [Call]
  /// The rules of all calls, in CDDL.
  public var cddl: String
}

extension HostCallDescriptor {
  /// - Parameter looksAtTypes: Whether schemas are found; if not, calls have encodings, and no fingerprints and
  ///   outlines.
  init(_ declared: [DeclaredCall], looksAtTypes: Bool) {
    var writer = CDDLWriter()
    version = 1
    calls = declared.map { declared in
      var call = Call(
        name: declared.call.name.text, direction: declared.direction == .toHost ? .toHost : .toCore)
      guard let schema = declared.call.schema as? TypedCallSchema else { return call }
      let finding = looksAtTypes ? schema.finding : schema.unprobed()
      var comment = "\(call.direction == .toHost ? "made" : "exposed") by the core"
      if looksAtTypes {
        call.fingerprint = finding.outline.fingerprint
        call.outline = finding.outline.text
        comment += ", fingerprint \(finding.outline.hexadecimalFingerprint)"
      }
      let rules = writer.write(finding.types, comment)
      for part in finding.types.parts {
        let described = Part(encoding: "\(part.encoding)", rule: "\(rules).\(part.part.rawValue)")
        switch part.part {
        case .request: call.request = described
        case .response: call.response = described
        case .failure: call.failure = described
        }
      }
      return call
    }
    cddl = writer.finished
  }

  /// The descriptor in CBOR.
  var encoded: [UInt8] {
    // Texts and numbers in two levels of depth: there is nothing in it that could fail to encode.
    (try? CBOREncoder().encode(self)) ?? []
  }
}
