// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The other end of the connection on which a call has come from another process.
///
/// Thread safety: a value.
public struct HostCallPeer: Hashable, Sendable {
  /// A certificate that the peer has proved to own, and that leads to a root that the server trusts.
  public struct Certificate: Hashable, Sendable {
    /// The distinguished name of its subject, such as `CN=billing,O=Acme`.
    ///
    /// Source of the form: [RFC 4514](https://www.rfc-editor.org/rfc/rfc4514).
    public let subject: String
    /// The host names among its alternative names, in their order.
    public let dnsNames: [String]
    /// The URIs among its alternative names, in their order, such as a SPIFFE ID.
    public let uris: [String]
    /// The whole certificate in DER.
    public let bytes: [UInt8]

    /// Creates a certificate from its parts, which are not checked, such as for a test of an interceptor.
    ///
    /// - Parameters:
    ///   - subject: The distinguished name of its subject, in the form of RFC 4514.
    ///   - dnsNames: The host names among its alternative names.
    ///   - uris: The URIs among its alternative names.
    ///   - bytes: The whole certificate in DER.
    public init(subject: String, dnsNames: [String], uris: [String], bytes: [UInt8]) {
      self.subject = subject
      self.dnsNames = dnsNames
      self.uris = uris
      self.bytes = bytes
    }
  }

  /// The address of the connection's other end: `ADDRESS:PORT`, `[ADDRESS]:PORT`, or `unix:PATH` with the path of the
  /// socket.
  ///
  /// Behind a proxy, it is the proxy's.
  public let address: String
  /// The certificate of the peer; `nil` unless the server requires one (mutual TLS).
  public let certificate: Certificate?

  /// Creates a peer, whose address is not checked.
  ///
  /// - Parameters:
  ///   - address: The address of the connection's other end, in one of the forms of ``address``.
  ///   - certificate: The certificate of the peer; `nil` if it has shown none.
  public init(address: String, certificate: Certificate? = nil) {
    self.address = address
    self.certificate = certificate
  }
}
