// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The policy for writing golden files during tests.
///
/// A test that writes a file fails, so that no recording goes unnoticed. The parameter `record` sets the policy for one
/// fixture; the environment variable `HOSTCALL_RECORD_FIXTURES`, which holds one of these names, for all others.
public struct FixtureRecording: Hashable, Sendable {
  /// The value of the environment variable.
  public let name: String

  private init(_ name: String) {
    self.name = name
  }

  /// Writes missing files; the default unless `CI` is set in the environment.
  public static let missing = FixtureRecording("missing")
  /// Writes nothing; the default if `CI` is set in the environment.
  public static let none = FixtureRecording("none")
  /// Writes all files, even those that hold the same value in other bytes.
  public static let all = FixtureRecording("all")
  /// Writes missing and differing files; also selected by `1` in the environment.
  public static let failed = FixtureRecording("failed")
  /// Uses the policy from the environment.
  public static let environment = FixtureRecording("environment")

  /// The policies that the environment can select.
  static let known = [missing, none, all, failed]

  /// Returns this policy, or the one that the environment selects.
  func resolved(_ environment: [String: String]) throws(FixtureError.Reason) -> FixtureRecording {
    guard self == .environment else { return self }
    switch environment["HOSTCALL_RECORD_FIXTURES"] ?? "" {
    case "": return ["", "0", "false"].contains(environment["CI"] ?? "") ? .missing : .none
    case "1": return .failed
    case "0": return .none
    case let name:
      guard let recording = Self.known.first(where: { $0.name == name }) else {
        let names = Self.known.map(\.name).joined(separator: ", ")
        throw .unusable("HOSTCALL_RECORD_FIXTURES is \"\(name)\", but must be one of \(names)")
      }
      return recording
    }
  }
}

extension FixtureRecording: CustomStringConvertible {
  /// The policy's name.
  public var description: String { name }
}
