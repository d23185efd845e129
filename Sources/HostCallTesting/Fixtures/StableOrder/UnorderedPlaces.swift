/// The places in a message whose order is that of a hash table, and so differs between processes: the pairs of
/// dictionaries, and the elements of sets.
///
/// A tree along the paths of the message, from its outermost item.
final class UnorderedPlaces {
  enum Kind {
    /// Pairs of keys and values: of a map, or of an array in which they follow each other.
    case pairs
    case elements
  }

  enum Step: Hashable {
    case key(String)
    case index(Int)
  }

  /// What is in no order here; nil if everything has its place.
  private(set) var kind: Kind?
  private var children: [Step: UnorderedPlaces] = [:]

  /// Notes that there is no order here.
  func note(_ kind: Kind) {
    self.kind = kind
  }

  /// The place after a step, which is made if it is not there.
  func child(_ step: Step) -> UnorderedPlaces {
    if let child = children[step] { return child }
    let child = UnorderedPlaces()
    children[step] = child
    return child
  }

  /// The place after a step, if anything is known of it.
  func known(_ step: Step) -> UnorderedPlaces? { children[step] }

  /// Whether everything has its place, here and below.
  var isOrdered: Bool { kind == nil && children.values.allSatisfy(\.isOrdered) }

  /// What is known of the elements of an array all together: where they have no order, which one is which is not known.
  ///
  /// - Parameter isMeant: Of which of them.
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
