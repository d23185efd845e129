/// The difference between a value and its golden file, or the reason why there is no file to compare.
public struct FixtureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is the matter.
  public enum Reason: Error, Sendable, Hashable {
    /// There is no such file.
    case missing
    /// The file has other bytes than the value; how, in words.
    case different(String)
    /// The file decodes as another value; how, in words.
    case otherValue(String)
    /// The file's bytes do not decode; why, in words.
    case undecodable(String)
    /// The value has no form to write; why, in words, with the field that is the reason.
    case unsupported(String)
    /// The file was written, because recording was asked for; why it had to be, in words.
    case recorded(String)
    /// The name, the place or what is there is none of a fixture; why, in words.
    case unusable(String)
  }

  /// What is the matter.
  public let reason: Reason
  /// The path of the file.
  public let fixture: String

  /// The error in words, with what to do about it.
  public var description: String {
    switch reason {
    case .missing: "there is no fixture \(fixture); HOSTCALL_RECORD_FIXTURES=missing writes it"
    case .different(let how):
      "\(fixture): \(how)\nIf the change is meant, HOSTCALL_RECORD_FIXTURES=failed writes the fixture again."
    case .otherValue(let how):
      "\(fixture): \(how)\nA file that is only decoded is never written again: old bytes are what it is for."
    case .undecodable(let why): "\(fixture) does not decode: \(why)"
    case .unsupported(let why): "there can be no fixture \(fixture): \(why)"
    case .recorded(let why): "\(fixture) was written: \(why)\nLook at it, and run the test again."
    case .unusable(let why): "\(fixture): \(why)"
    }
  }
}
