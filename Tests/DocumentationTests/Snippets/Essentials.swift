#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a call may have in it without the data of all languages.
struct Visit: Codable, Equatable, Sendable {
  var id: UUID
  var at: Date
  var page: URL
}
