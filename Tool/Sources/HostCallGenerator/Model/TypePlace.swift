// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A place at which a type without a name occurs, after which it is named.
///
///     FeeFailure.noTariff.reason    →    FeeFailureNoTariffReason
struct TypePlace {
  /// The name for the type.
  var name: String
  /// The names of the type or call, and of the fields and cases that lead to the place.
  var path: String

  /// The description of a type at the place, which has no name in the core.
  var documentation: String { "The values of `\(path)`." }

  /// Returns the place of a field or a case.
  func joined(_ part: String) -> TypePlace {
    TypePlace(name: name + IdentifierStyle.pascal.join(NameWords.of(part)), path: "\(path).\(part)")
  }

  /// Returns the place of one of several types, whose names have numbers from 1.
  func element(_ index: Int) -> TypePlace { TypePlace(name: "\(name)\(index + 1)", path: "\(path)[\(index)]") }
}
