// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostCall

/// Decides which addresses a transport may connect to.
struct AddressPolicy: Sendable {
  private let isPlaintext: Bool
  private let hasServerName: Bool
  private let allowsPlaintext: Bool
  private let allowsCredentials: Bool
  private let hasCredentials: Bool

  init(_ security: GRPCSecurity.Client, _ configuration: GRPCTransport.Configuration, hasCredentials: Bool) {
    isPlaintext = security == .plaintext
    hasServerName = if case .tls(_, nil, _) = security { false } else { true }
    allowsPlaintext = configuration.allowsPlaintextEverywhere
    allowsCredentials = configuration.allowsCredentialsInPlaintext
    self.hasCredentials = hasCredentials
  }

  /// Whether calls may carry secrets to every address that the policy allows.
  var mayCarrySecrets: Bool { !isPlaintext || !allowsPlaintext || allowsCredentials }

  /// Checks that a transport may connect to addresses.
  ///
  /// - Throws: `invalidArgument` if it may not.
  func check(_ addresses: [RemoteAddress]) throws(HostSetupError) {
    if isPlaintext, let other = addresses.first(where: { !$0.isLocal }) {
      guard allowsPlaintext else {
        throw Self.refusal(
          "\(other) is on another machine, and calls would not be encrypted: use TLS or set allowsPlaintextEverywhere")
      }
      guard !hasCredentials || allowsCredentials else {
        throw Self.refusal(
          "\(other) is on another machine, and the credentials would not be encrypted: use TLS or set allowsCredentialsInPlaintext"
        )
      }
    }
    for address in addresses { try address.check() }
    if !hasServerName, Set(addresses.map(\.isSocket)).count > 1 {
      throw Self.refusal("with TLS, Unix sockets and TCP addresses can be combined only if serverName is set")
    }
  }

  /// Checks addresses like ``check(_:)``, and that none is a host name.
  func checkNumeric(_ addresses: [RemoteAddress]) throws(HostSetupError) {
    try check(addresses)
    for case .tcp(let host, _) in addresses where !RemoteAddress.isIPv4(host) && !host.contains(":") {
      guard host == "localhost" else {
        throw Self.refusal("\(host) is a host name; addresses that may change must be numeric, or Unix sockets")
      }
    }
  }

  private static func refusal(_ message: String) -> HostSetupError {
    HostSetupError(code: .invalidArgument, message: message)
  }
}
#endif
