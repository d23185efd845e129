/// Limits on the work of finding one schema.
///
/// What exceeds one is a gap. Each of those applies to one type or to the whole call, never to the path on which a type
/// is reached. So the schema does not depend on the order in which types are probed.
enum ProbeLimits {
  /// The most questions that one pass through an `init(from:)` may ask its decoder.
  static let questions = 10_000
  /// The most keys or elements of one container.
  static let elements = 4_096
  /// The most nested containers that one `init(from:)` opens by hand.
  static let containers = 64
  /// The most passes through one type's `init(from:)`: one for each case of an enum, and for each value of a field that
  /// may decide something.
  static let passes = 4_096
  /// The most keys that one `init(from:)` may look for, each of which is a pass over all of them.
  static let checkedKeys = 256
  /// The most values of an enum that a field is tried with.
  static let values = 32
  /// The most types of one call.
  ///
  /// Only generic types that contain themselves with another argument have more.
  static let types = 1_000
  /// The most questions of all passes for one call.
  static let allQuestions = 500_000
  /// The most questions of the running passes around another one, which bounds the stack; types that are met deeper
  /// inside are probed by themselves.
  static let runningQuestions = 50_000
  /// The longest time to wait for the schema.
  ///
  /// The other limits are reached long before, in a time that does not depend on the machine; this one is for code
  /// that does not return.
  static let time = Duration.seconds(10)
  /// The stack of the thread that does it, in bytes of address space.
  static let stack = 128 << 20
}
