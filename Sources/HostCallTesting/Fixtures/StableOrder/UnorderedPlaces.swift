/// The places in a message whose order is that of a hash table, and so differs between processes: the pairs of
/// dictionaries and the elements of sets.
///
/// A tree that follows the structure of the message.
final class UnorderedPlaces {
  enum Kind {
    /// Key-value pairs: in a map, or alternating in an array.
    case pairs
    case elements
  }

  enum Step: Hashable {
    case key(String)
    case index(Int)
  }

  /// What is unordered here; `nil` if nothing is.
  private(set) var kind: Kind?
  private var children: [Step: UnorderedPlaces] = [:]

  /// Marks this place as unordered.
  func note(_ kind: Kind) {
    self.kind = kind
  }

  /// Returns the place one step below, creating it if necessary.
  func child(_ step: Step) -> UnorderedPlaces {
    if let child = children[step] { return child }
    let child = UnorderedPlaces()
    children[step] = child
    return child
  }

  /// Returns the place one step below, if it exists.
  func known(_ step: Step) -> UnorderedPlaces? { children[step] }

  /// A Boolean value that indicates whether nothing is unordered, here and below.
  var isOrdered: Bool { kind == nil && children.values.allSatisfy(\.isOrdered) }

  /// Returns the combined places of an array's elements, for arrays whose elements cannot be told apart by index.
  ///
  /// - Parameter isMeant: Selects the indices to include.
  func elements(where isMeant: (Int) -> Bool = { _ in true }) -> UnorderedPlaces {
    let all = UnorderedPlaces()
    for case (.index(let index), let child) in children where isMeant(index) { all.merge(child) }
    return all
  }

  private func merge(_ other: UnorderedPlaces) {
    kind = kind ?? other.kind
    for (step, child) in other.children { self.child(step).merge(child) }
  }
}
