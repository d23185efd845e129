// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The elements with the same key in two versions, at least one of which is present.
struct VersionPair<Element> {
  let key: String
  let old, new: Element?

  /// Returns the pairs of two lists, sorted by their keys; of elements with the same key in one list, the first counts.
  ///
  /// - Parameters:
  ///   - old: The list in the old version.
  ///   - new: The list in the new version.
  ///   - key: Returns the key of an element.
  /// - Complexity: O(*n* log *n*) in the number of elements.
  static func all(_ old: [Element], _ new: [Element], by key: (Element) -> String) -> [VersionPair] {
    let oldByKey = Dictionary(old.map { (key($0), $0) }) { first, _ in first }
    let newByKey = Dictionary(new.map { (key($0), $0) }) { first, _ in first }
    return Set(oldByKey.keys).union(newByKey.keys).sorted().map { key in
      VersionPair(key: key, old: oldByKey[key], new: newByKey[key])
    }
  }
}
