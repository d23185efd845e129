// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Foundation
import HostCallGRPC

/// The certificates of this test run, created by `scripts/test-certificates`.
struct Certificates {
  static let shared = Certificates()

  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "hostcall-certificates-\(UUID().uuidString)")

  private init() {
    let script = URL(filePath: #filePath).appending(path: "../../../../scripts/test-certificates").standardized
    do {
      let process = try Process.run(script, arguments: [folder.path(percentEncoded: false)])
      process.waitUntilExit()
      precondition(
        process.terminationStatus == 0,
        "scripts/test-certificates ended with status \(process.terminationStatus); is openssl installed?")
    } catch {
      preconditionFailure("scripts/test-certificates could not be run: \(error)")
    }
  }

  func path(_ file: String) -> String { folder.appending(path: file).path(percentEncoded: false) }

  func identity(_ name: String) -> GRPCSecurity.Identity {
    GRPCSecurity.Identity(certificates: path("\(name).pem"), privateKey: path("\(name).key"))
  }
}
#endif
