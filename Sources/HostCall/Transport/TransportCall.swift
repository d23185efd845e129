// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// A call that a transport carries: its name, its encoded request, and its properties.
public struct TransportCall: Sendable {
  /// The wire name.
  public var wireName: String
  /// The encoded request.
  public var request: [UInt8]
  /// The encoding of the request.
  public var requestEncoding: PayloadEncoding
  /// The encoding that the response must have.
  public var responseEncoding: PayloadEncoding
  /// The maximum time that the call may take, from now; `nil` for no limit.
  public var timeout: Duration?
  /// A Boolean value that indicates whether the call may be repeated if its outcome is unknown.
  public var isIdempotent: Bool
  /// The schema, if the call has a type.
  package var schema: (any CallSchema)?
  /// Whether to send the schema's fingerprint to the other side.
  package var statesSchema = true
  /// Counts the attempts of a transport that repeats calls; `nil` if they are not observed.
  package var attempts: AttemptCounter?
  private var statedFingerprint: UInt64?

  /// Creates a call in CBOR from an encoded request.
  ///
  /// - Parameters:
  ///   - wireName: The wire name.
  ///   - request: The encoded request.
  ///   - timeout: The maximum time that the call may take, from now; `nil` for no limit.
  ///   - isIdempotent: Whether the call may be repeated if its outcome is unknown.
  public init(wireName: String, request: [UInt8], timeout: Duration? = nil, isIdempotent: Bool = false) {
    self.wireName = wireName
    self.request = request
    requestEncoding = .cbor
    responseEncoding = .cbor
    self.timeout = timeout
    self.isIdempotent = isIdempotent
  }

  /// The fingerprint of the call's schema; `nil` if it is unknown or must not be sent
  /// (`HostBridgeConfiguration.SchemaCheck.off`).
  ///
  /// The fingerprint of a type is computed once.
  public var fingerprint: UInt64? {
    get { (statesSchema ? schema?.fingerprint : nil) ?? statedFingerprint }
    set { statedFingerprint = newValue }
  }
}
