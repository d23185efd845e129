// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Expects a macro to refuse a declaration at the marked places, for the expected reasons, and to add nothing.
func expectRefused(_ refused: Refused, location: SourceLocation = #_sourceLocation) {
  let expansion = Expansion(of: refused.source)
  let found = expansion.diagnostics.sorted()
  #expect(found.count == refused.places.count, "\(found)", sourceLocation: location)
  #expect(!refused.places.isEmpty, sourceLocation: location)
  for (diagnostic, (place, reason)) in zip(found, zip(refused.places.sorted(), refused.reasons)) {
    #expect(diagnostic.hasPrefix(place + ": "), "\(diagnostic)", sourceLocation: location)
    #expect(diagnostic.contains(reason), sourceLocation: location)
  }
  for added in ["extension ", "HostFieldTypes", "enum TInterface", "TClient"] {
    #expect(!expansion.source.contains(added), sourceLocation: location)
  }
}
