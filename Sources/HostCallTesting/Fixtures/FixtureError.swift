// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The difference between a value and its golden file, or the reason why there is no file to compare.
public struct FixtureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of a failure, with a description.
  public enum Reason: Error, Sendable, Hashable {
    /// The file does not exist.
    case missing
    /// The file's bytes differ from the value's.
    case different(String)
    /// The text file does not hold the value of the golden file beside it.
    case otherText(String)
    /// The file decodes as a different value.
    case otherValue(String)
    /// The file cannot be decoded.
    case undecodable(String)
    /// The value cannot be written as a fixture, because of the field that is named.
    case unsupported(String)
    /// The file was written because recording was requested; the description says why it was necessary.
    case recorded(String)
    /// The name or location is not usable for a fixture.
    case unusable(String)
  }

  /// The kind of the failure.
  public let reason: Reason
  /// The path of the file.
  public let fixture: String
  /// The path of the text that was written with a golden file.
  private let text: String?

  init(reason: Reason, fixture: String, text: String? = nil) {
    self.reason = reason
    self.fixture = fixture
    self.text = text
  }

  /// A description of the failure and of how to proceed.
  public var description: String {
    switch reason {
    case .missing: "there is no fixture \(fixture); HOSTCALL_RECORD_FIXTURES=missing writes it"
    case .different(let how):
      "\(fixture): \(how)\nIf the change is intended, HOSTCALL_RECORD_FIXTURES=failed rewrites the fixture."
    case .otherText(let how):
      "\(fixture): \(how)\nIf the fixture is right, HOSTCALL_RECORD_FIXTURES=failed rewrites the text."
    case .otherValue(let how):
      "\(fixture): \(how)\nA fixture that is only decoded is never rewritten, because it preserves old bytes. "
        + "If these are of no use any more, delete it, and run the test again."
    case .undecodable(let why): "\(fixture) cannot be decoded: \(why)"
    case .unsupported(let why): "\(fixture) cannot be a fixture: \(why)"
    case .recorded(let why):
      "\(fixture) was written: \(why)\nA test that writes a file fails once: review \(text ?? "it"), and run it again."
    case .unusable(let why): "\(fixture): \(why)"
    }
  }
}
