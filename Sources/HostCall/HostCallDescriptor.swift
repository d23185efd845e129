// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// A description of a core's calls, as `hostcall_describe` gives it to hosts in CBOR.
///
///     let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
///
/// Source of the format: `hostcall_describe` in `hostcall.h`.
public struct HostCallDescriptor: Codable, Hashable, Sendable {
  /// The direction of a call.
  public enum Direction: String, Codable, Hashable, Sendable {
    /// The core makes the call, and the host answers.
    case toHost
    /// The host makes the call, and the core answers.
    case toCore
  }

  /// The encoding and the type of one part of a call.
  public struct Part: Codable, Hashable, Sendable {
    /// The encoding: `cbor` or `raw`.
    public var encoding: String
    /// The name of the part's rule in ``HostCallDescriptor/cddl``.
    public var rule: String
  }

  /// A call.
  public struct Call: Codable, Hashable, Sendable {
    /// The wire name.
    public var name: String
    /// The direction of the call.
    public var direction: Direction
    /// The fingerprint with which a handler may be registered; `nil`, like the following properties, for a function
    /// that works in bytes.
    public var fingerprint: UInt64?
    /// The request.
    public var request: Part?
    /// The response.
    public var response: Part?
    /// The failure, if the call declares one.
    public var failure: Part?
    /// The text that the fingerprint is computed from; see ``HostCallSchema/outline``.
    public var outline: String?
  }

  /// The version of this format, 1.
  public var version: Int
  /// The calls that the core makes, then those that it exposes, each sorted by name.
  public var calls: [Call]
  /// The CDDL rules of all calls.
  public var cddl: String
}

extension HostCallDescriptor {
  /// - Parameter includesSchemas: Whether to compute schemas; otherwise calls have encodings, but no fingerprints or
  ///   outlines.
  init(_ declared: [DescribedCall], includesSchemas: Bool) {
    var writer = CDDLWriter()
    version = 1
    calls = declared.map { declared in
      var call = Call(
        name: declared.call.name.text, direction: declared.direction == .toHost ? .toHost : .toCore)
      guard let schema = declared.call.schema as? TypedCallSchema else { return call }
      let finding = includesSchemas ? schema.finding : schema.unprobed()
      var comment = "\(call.direction == .toHost ? "made" : "exposed") by the core"
      if includesSchemas {
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
    // Encoding cannot fail: the descriptor consists of text and numbers, nested two levels deep.
    (try? CBOREncoder().encode(self)) ?? []
  }
}
