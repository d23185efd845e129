// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// The security of connections.
///
/// All files are in PEM format.
public enum GRPCSecurity {
  /// The security of the side that makes calls.
  public enum Client: Hashable, Sendable {
    /// No encryption, for loopback and Unix sockets.
    case plaintext
    /// TLS.
    ///
    /// - Parameters:
    ///   - trustRoots: A file with the root certificates to trust; `nil` for those of the system.
    ///   - serverName: The name that the server's certificate must be for; `nil` for the host name or numeric address
    ///     that is connected to, or `localhost` for a Unix socket. A certificate for the numeric address that is
    ///     connected to is accepted as well.
    ///   - identity: The client's certificate and key, for a server that requires mutual TLS.
    case tls(trustRoots: String? = nil, serverName: String? = nil, identity: Identity? = nil)
  }

  /// The security of the side that answers.
  public enum Server: Hashable, Sendable {
    /// No encryption, for loopback and Unix sockets. ``HostCallServer`` refuses it elsewhere, unless
    /// ``HostCallServer/Configuration/allowsPlaintextEverywhere`` is set.
    case plaintext
    /// TLS.
    ///
    /// - Parameters:
    ///   - identity: The server's certificate and key.
    ///   - clientRoots: A file with the root certificates to which every client's certificate must lead (mutual TLS);
    ///     `nil` to accept clients without a certificate.
    case tls(identity: Identity, clientRoots: String? = nil)
  }

  /// A certificate and its private key.
  public struct Identity: Hashable, Sendable {
    /// The path of the file with the certificate and its chain to a root.
    public var certificates: String
    /// The path of the file with the private key.
    public var privateKey: String

    /// Creates an identity from two files.
    ///
    /// - Parameters:
    ///   - certificates: The path of the file with the certificate and its chain to a root.
    ///   - privateKey: The path of the file with the private key.
    public init(certificates: String, privateKey: String) {
      self.certificates = certificates
      self.privateKey = privateKey
    }
  }
}

extension GRPCSecurity {
  /// The path of a TLS file, and a description of its content for messages.
  typealias DescribedFile = (what: String, path: String)

  /// Returns why security could not be set up, and names the TLS file at fault, which gRPC does not.
  static func reason(_ error: any Error, _ files: [DescribedFile]) -> String {
    guard let error = error as? RuntimeError, error.code == .transportError, !files.isEmpty else { return "\(error)" }
    for (what, path) in files where unsafe access(path, R_OK) != 0 {
      return "the \(what) in \(path) cannot be read: \(unsafe String(cString: strerror(errno)))"
    }
    let names = files.map { "the \($0.what) in \($0.path)" }.joined(separator: ", ")
    return "TLS cannot be set up with \(names): \(error.cause.map { "\($0)" } ?? error.message)"
  }

  /// Returns the error underneath one of gRPC's, which only wraps those of the system and of TLS.
  static func cause(of error: any Error) -> any Error { (error as? RuntimeError)?.cause ?? error }
}

extension GRPCSecurity.Identity {
  /// The files of the identity.
  var files: [GRPCSecurity.DescribedFile] { [("certificates", certificates), ("private key", privateKey)] }
  var chain: [TLSConfig.CertificateSource] { [.file(path: certificates, format: .pem)] }
  var key: TLSConfig.PrivateKeySource { .file(path: privateKey, format: .pem) }
}

extension GRPCSecurity.Client {
  /// The files that the client reads.
  var files: [GRPCSecurity.DescribedFile] {
    guard case .tls(let roots, _, let identity) = self else { return [] }
    return (identity?.files ?? []) + (roots.map { [("trusted roots", $0)] } ?? [])
  }

  var transportSecurity: HTTP2ClientTransport.Posix.TransportSecurity {
    guard case .tls(let roots, _, let identity) = self else { return .plaintext }
    return .tls(
      .defaults { tls in
        if let roots { tls.trustRoots = .certificates([.file(path: roots, format: .pem)]) }
        if let identity {
          tls.certificateChain = identity.chain
          tls.privateKey = identity.key
        }
      })
  }
}

extension GRPCSecurity.Server {
  /// The files that the server reads.
  var files: [GRPCSecurity.DescribedFile] {
    guard case .tls(let identity, let clientRoots) = self else { return [] }
    return identity.files + (clientRoots.map { [("clients' roots", $0)] } ?? [])
  }

  var transportSecurity: HTTP2ServerTransport.Posix.TransportSecurity {
    guard case .tls(let identity, let clientRoots) = self else { return .plaintext }
    return .tls(
      .defaults(certificateChain: identity.chain, privateKey: identity.key) { tls in
        guard let clientRoots else { return }
        tls.trustRoots = .certificates([.file(path: clientRoots, format: .pem)])
        // A client is authenticated by its certificate, not by the host from which it connects.
        tls.clientCertificateVerification = .noHostnameVerification
      })
  }
}
#endif
