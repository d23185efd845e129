// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import ArgumentParser
internal import HostCallGRPC

/// The options for TLS of a server.
struct TLSOptions: ParsableArguments {
  @OptionGroup var own: IdentityOptions

  @Option(
    name: .customLong("tls-client-ca"),
    help: ArgumentHelp("Require client certificates that lead to this root, in PEM.", valueName: "file"),
    completion: .file())
  var clientRoots: String?

  @Flag(help: "Listen without TLS on addresses that other machines can reach.")
  var insecure = false

  var security: GRPCSecurity.Server {
    own.identity.map { .tls(identity: $0, clientRoots: clientRoots) } ?? .plaintext
  }

  func validate() throws {
    if clientRoots != nil, !own.isGiven { throw ValidationError("--tls-client-ca needs --tls-cert and --tls-key.") }
  }
}
#endif
