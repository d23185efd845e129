/// A place where an `init(from:)` was given one of several values, so that it may go one of several ways.
struct ChoicePoint: Hashable, Comparable {
  enum Kind: Hashable {
    /// It asked which keys a container has.
    case keys
    /// It asked for a value that is an enum.
    case value
    /// It asked whether a key is there: 0 for yes, 1 for no.
    case presence
  }

  /// From the type's own decoder: `.body.kind`, `[0]`.
  let path: String
  let kind: Kind

  /// Where a type lists its own keys.
  static let root = ChoicePoint(path: "", kind: .keys)

  static func < (left: ChoicePoint, right: ChoicePoint) -> Bool { left.path < right.path }
}
