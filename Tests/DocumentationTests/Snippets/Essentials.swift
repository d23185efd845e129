// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A type whose fields need FoundationEssentials only.
struct Visit: Codable, Equatable, Sendable {
  var id: UUID
  var at: Date
  var page: URL
}
