// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
public import HostBridgeCore

/// What a client proves its identity with: metadata that is asked for before each attempt at a call, so that it can be
/// refreshed.
///
///     let transport = try GRPCTransport(
///       addresses: addresses, security: .tls(), credentials: .bearer { try await tokens.current() })
///
/// Credentials are sent over TLS, and on this machine. Without TLS, a transport to other machines refuses them, unless
/// ``GRPCTransport/Configuration/allowsCredentialsInPlaintext`` is set.
///
/// Thread safety: the closure is called from any thread, concurrently.
public struct GRPCCredentials: Sendable {
  private let source: @Sendable (_ wireName: String) async throws -> HostCallMetadata

  /// Creates credentials from any metadata.
  ///
  /// - Parameter metadata: Returns the metadata for a call with the given wire name, which replaces entries of the
  ///   task's metadata with the same keys. Its task is cancelled when the call is, when the call's deadline passes, and
  ///   when the transport closes. An error ends the call with `unauthenticated`, except that a `BridgeError` or a
  ///   `HostSetupError` keeps its code.
  public init(_ metadata: @escaping @Sendable (_ wireName: String) async throws -> HostCallMetadata) {
    source = metadata
  }

  /// Creates credentials that send `authorization: Bearer TOKEN`.
  ///
  /// Source: [RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
  ///
  /// - Parameter token: Returns the current token.
  /// - Returns: The credentials.
  public static func bearer(_ token: @escaping @Sendable () async throws -> String) -> GRPCCredentials {
    GRPCCredentials { _ in
      var metadata = HostCallMetadata()
      try metadata.set("Bearer \(try await token())", forKey: "authorization")
      return metadata
    }
  }

  /// Asks for the credentials of a call.
  func request(for wireName: String, until deadline: Deadline) -> CredentialsRequest {
    CredentialsRequest(until: deadline) { [source] in try await source(wireName) }
  }

  /// Adds credentials to the metadata of a call.
  ///
  /// - Throws: A `BridgeError` beyond the limits of metadata.
  static func add(_ added: HostCallMetadata, to metadata: inout HostCallMetadata) throws(BridgeError) {
    do throws(HostSetupError) {
      for key in added.keys {
        switch added.value(forKey: key) {
        case .text(let text): try metadata.set(text, forKey: key)
        case .bytes(let bytes): try metadata.set(bytes, forKey: key)
        case nil: break
        }
      }
    } catch {
      throw BridgeError(code: error.code, message: error.message)
    }
  }
}
#endif
