// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The places in a message whose order comes from a hash table and therefore differs between processes: the pairs of
/// dictionaries and the elements of sets.
///
/// The places form a tree that follows the structure of the message.
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

  private var recorded: Kind?
  /// The number of entries of the dictionary that is encoded as an array at this place, if any.
  private var entryCount: Int?
  /// The number of elements encoded at this place.
  private(set) var elementCount = 0
  /// A Boolean value that indicates whether merged places disagree: one is ordered and another is not, or both are
  /// unordered in different ways.
  private var isAmbiguous = false
  /// A Boolean value that indicates whether one of the merged places is an ordered array.
  private var mergedOrdered = false
  private var children: [Step: UnorderedPlaces] = [:]

  /// The kind of unordered content at this place; `nil` if the content is ordered.
  var kind: Kind? {
    if isAmbiguous { return nil }
    if let recorded { return recorded }
    // A dictionary that encodes itself as an array writes keys and values, or one element for each entry.
    guard let entryCount, elementCount > 0 else { return nil }
    return elementCount == 2 * entryCount ? .pairs : .elements
  }

  /// Marks this place as unordered.
  func record(_ kind: Kind) { recorded = kind }

  /// Marks this place as a dictionary with `count` entries that is encoded as an array.
  func record(entries count: Int) { entryCount = count }

  /// Returns the place one step below, creating it if necessary.
  func child(_ step: Step) -> UnorderedPlaces {
    if let child = children[step] { return child }
    let child = UnorderedPlaces()
    children[step] = child
    return child
  }

  /// Records that an element was encoded.
  func countElement() { elementCount += 1 }

  /// Returns the place one step below, if it exists.
  func known(_ step: Step) -> UnorderedPlaces? { children[step] }

  /// A Boolean value that indicates whether this place and all places below it are ordered.
  var isOrdered: Bool { kind == nil && children.values.allSatisfy(\.isOrdered) }

  /// Returns the places of the elements of an unordered array, by index.
  ///
  /// In a message that was written in another order, an index does not identify an element, so all elements have the
  /// combined places. The same applies to a message in the same order, unless the elements disagree.
  ///
  /// - Parameters:
  ///   - isSameOrder: Whether the message was written from the same value as the places.
  ///   - isMeant: Selects the indices to include.
  func elements(
    isSameOrder: Bool, where isMeant: (Int) -> Bool = { _ in true }
  ) -> (_ index: Int) -> UnorderedPlaces? {
    let all = UnorderedPlaces()
    for case (.index(let index), let child) in children where isMeant(index) { all.merge(child) }
    if isSameOrder, all.hasAmbiguity { return { [self] in known(.index($0)) } }
    return { _ in all }
  }

  private var hasAmbiguity: Bool { isAmbiguous || children.values.contains(where: \.hasAmbiguity) }

  /// Adds the places of another element; the result does not depend on the order of elements.
  private func merge(_ other: UnorderedPlaces) {
    if let kind = other.kind {
      if let recorded, recorded != kind { isAmbiguous = true }
      recorded = kind
    }
    if other.kind == nil, other.elementCount > 0 { mergedOrdered = true }
    if other.isAmbiguous || mergedOrdered && recorded != nil { isAmbiguous = true }
    for (step, child) in other.children { self.child(step).merge(child) }
  }
}

/// A step of a coding path.
extension UnorderedPlaces.Step: CodingKey {
  init(stringValue: String) { self = .key(stringValue) }
  init(intValue: Int) { self = .index(intValue) }

  var stringValue: String {
    switch self {
    case .key(let key): key
    case .index(let index): "Index \(index)"
    }
  }

  var intValue: Int? {
    if case .index(let index) = self { index } else { nil }
  }
}
