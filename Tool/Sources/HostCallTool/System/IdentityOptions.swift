// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

#if GRPC
internal import HostCallGRPC
#endif

/// The options for the certificate that the tool presents to the other side of a connection.
struct IdentityOptions: ParsableArguments {
  @Option(
    name: .customLong("tls-cert"),
    help: ArgumentHelp("The certificate to present, and its chain to a root, in PEM.", valueName: "file"),
    completion: .file())
  var certificates: String?

  @Option(
    name: .customLong("tls-key"), help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "file"),
    completion: .file())
  var privateKey: String?

  var isGiven: Bool { certificates != nil }

  #if GRPC
  var identity: GRPCSecurity.Identity? {
    guard let certificates, let privateKey else { return nil }
    return GRPCSecurity.Identity(certificates: certificates, privateKey: privateKey)
  }
  #endif

  func validate() throws {
    guard (certificates == nil) == (privateKey == nil) else {
      throw ValidationError("--tls-cert and --tls-key belong together.")
    }
  }
}
