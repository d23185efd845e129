/// Which golden files a run of the tests writes.
///
/// What a test writes fails it all the same, so that no recording passes unseen. Said for one fixture by the parameter
/// `record`, and for all others by the variable `HOSTCALL_RECORD_FIXTURES` of the environment, which is one of these names.
public struct FixtureRecording: Hashable, Sendable {
  /// The name, as it is in the environment.
  public let name: String

  private init(_ name: String) {
    self.name = name
  }

  /// Those that are missing: the default, unless `CI` is set in the environment.
  public static let missing = FixtureRecording("missing")
  /// None: the default where `CI` is set.
  public static let none = FixtureRecording("none")
  /// All of them, also where what is there says the same in other bytes.
  public static let all = FixtureRecording("all")
  /// Those that are missing, and those that differ.
  ///
  /// `1` in the environment is this too.
  public static let failed = FixtureRecording("failed")
  /// Whatever the environment says.
  public static let environment = FixtureRecording("environment")

  /// All of them that the environment may say.
  static let known = [missing, none, all, failed]

  /// This one, or what the environment says.
  func resolved(_ environment: [String: String]) throws(FixtureError.Reason) -> FixtureRecording {
    guard self == .environment else { return self }
    switch environment["HOSTCALL_RECORD_FIXTURES"] ?? "" {
    case "": return ["", "0", "false"].contains(environment["CI"] ?? "") ? .missing : .none
    case "1": return .failed
    case "0": return .none
    case let name:
      guard let recording = Self.known.first(where: { $0.name == name }) else {
        let names = Self.known.map(\.name).joined(separator: ", ")
        throw .unusable("HOSTCALL_RECORD_FIXTURES is \"\(name)\", and has to be one of \(names)")
      }
      return recording
    }
  }
}

extension FixtureRecording: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
