// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An object of the layer above with the interceptors of a configuration.
///
/// Two references are equal if they refer to the same object, since interceptors cannot be compared.
package struct InterceptorReference: Hashable, Sendable {
  package let object: any AnyObject & Sendable

  package init(_ object: any AnyObject & Sendable) {
    self.object = object
  }

  package static func == (left: InterceptorReference, right: InterceptorReference) -> Bool {
    left.object === right.object
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(object))
  }
}
