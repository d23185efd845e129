// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import HostBridgeCore
internal import SwiftASN1
internal import X509

extension HostCallPeer {
  /// Creates the peer of a call from what gRPC knows of its connection.
  init(_ context: ServerContext) {
    let transport = context.transportSpecific as? HTTP2ServerTransport.Posix.Context
    self.init(
      address: Self.address(context.remotePeer), certificate: transport?.peerCertificate.map { Certificate($0) })
  }

  /// Returns an address as ``RemoteAddress`` writes it: gRPC's are `ipv4:127.0.0.1:5000`, `ipv6:[::1]:5000` and
  /// `unix:PATH`.
  private static func address(_ address: String) -> String {
    for prefix in ["ipv4:", "ipv6:"] where address.hasPrefix(prefix) { return String(address.dropFirst(prefix.count)) }
    return address
  }
}

extension HostCallPeer.Certificate {
  fileprivate init(_ certificate: X509.Certificate) {
    var (dnsNames, uris): ([String], [String]) = ([], [])
    // Names that cannot be read are left out: nothing may be permitted because of them.
    for name in (try? certificate.extensions.subjectAlternativeNames).flatMap({ $0 }).map(Array.init) ?? [] {
      switch name {
      case .dnsName(let name): dnsNames.append(name)
      case .uniformResourceIdentifier(let uri): uris.append(uri)
      default: break
      }
    }
    var serializer = DER.Serializer()
    try? serializer.serialize(certificate)
    self.init(
      subject: certificate.subject.description, dnsNames: dnsNames, uris: uris, bytes: serializer.serializedBytes)
  }
}
#endif
