#if GRPC
  internal import GRPCCore
  internal import GRPCNIOTransportHTTP2Posix

  #if canImport(Glibc)
    internal import Glibc
  #else
    internal import Darwin
  #endif

  /// How a connection is secured, and by which files in PEM.
  public enum GRPCSecurity {
    /// On the side that makes calls.
    public enum Client: Hashable, Sendable {
      /// Not at all. For loopback and Unix sockets.
      case plaintext
      /// By TLS.
      ///
      /// - Parameters:
      ///   - trustRoots: A file with the certificates that the server's has to lead to; nil for those of the system.
      ///   - serverName: The name that the server's certificate has to be for; nil for the host that is connected to:
      ///     its name, or the numeric address itself. `localhost` for a Unix socket. A certificate for the numeric
      ///     address that is connected to is accepted beside one for the name.
      ///   - identity: What to show a server that asks, for mutual TLS.
      case tls(trustRoots: String? = nil, serverName: String? = nil, identity: Identity? = nil)
    }

    /// On the side that answers.
    public enum Server: Hashable, Sendable {
      /// Not at all. For loopback and Unix sockets; anywhere else ``HostCallServer`` refuses it, unless it is told that
      /// that is meant.
      case plaintext
      /// By TLS.
      ///
      /// - Parameters:
      ///   - identity: What clients are shown.
      ///   - clientRoots: A file with the certificates that a client's has to lead to, which every client has to have
      ///     then: mutual TLS.
      case tls(identity: Identity, clientRoots: String? = nil)
    }

    /// A certificate and its private key.
    public struct Identity: Hashable, Sendable {
      /// The file with the certificate, and those that lead from it to a root.
      public var certificates: String
      /// The file with the private key.
      public var privateKey: String

      /// - Parameters:
      ///   - certificates: The path of the file with the certificate, and those that lead from it to a root.
      ///   - privateKey: The path of the file with the private key.
      public init(certificates: String, privateKey: String) {
        self.certificates = certificates
        self.privateKey = privateKey
      }
    }
  }

  extension GRPCSecurity {
    /// Why no connection could be set up, with the files for TLS, of which gRPC does not say which one was wrong.
    static func reason(_ error: any Error, _ files: [(what: String, path: String)]) -> String {
      guard let error = error as? RuntimeError, error.code == .transportError, !files.isEmpty else { return "\(error)" }
      for (what, path) in files where unsafe access(path, R_OK) != 0 {
        return "the \(what) in \(path) can't be read: \(unsafe String(cString: strerror(errno)))"
      }
      let names = files.map { "the \($0.what) in \($0.path)" }.joined(separator: ", ")
      return "TLS can't be set up with \(names): \(error.cause.map { "\($0)" } ?? error.message)"
    }
  }

  extension GRPCSecurity.Identity {
    /// The files, and what they hold.
    var files: [(what: String, path: String)] { [("certificates", certificates), ("private key", privateKey)] }
    var chain: [TLSConfig.CertificateSource] { [.file(path: certificates, format: .pem)] }
    var key: TLSConfig.PrivateKeySource { .file(path: privateKey, format: .pem) }
  }

  extension GRPCSecurity.Client {
    /// The files, and what they hold.
    var files: [(what: String, path: String)] {
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
    /// The files, and what they hold.
    var files: [(what: String, path: String)] {
      guard case .tls(let identity, let clientRoots) = self else { return [] }
      return identity.files + (clientRoots.map { [("clients' roots", $0)] } ?? [])
    }

    var transportSecurity: HTTP2ServerTransport.Posix.TransportSecurity {
      guard case .tls(let identity, let clientRoots) = self else { return .plaintext }
      return .tls(
        .defaults(certificateChain: identity.chain, privateKey: identity.key) { tls in
          guard let clientRoots else { return }
          tls.trustRoots = .certificates([.file(path: clientRoots, format: .pem)])
          // Of a client the certificate counts, and not from where it calls.
          tls.clientCertificateVerification = .noHostnameVerification
        })
    }
  }
#endif
