// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

func fetchWithTenant(over bridge: HostBridge) async throws -> Profile {
  var metadata = HostCallMetadata.current
  try metadata.set("acme", forKey: "tenant")
  let profile = try await HostCallMetadata.withValue(metadata) {
    try await bridge.call(FetchProfile(userID: 7))
  }
  return profile
}

func answerByTenant(on bridge: HostBridge) throws {
  try bridge.handle(FetchProfile.self) { request, context in
    try await database(of: context.metadata["tenant"]).profile(of: request.userID)
  }
}

/// The profiles of a tenant.
struct TenantDatabase {
  let tenant: String

  func profile(of userID: UInt64) async throws -> Profile { Profile(name: "Ada of \(tenant)", tags: []) }
}

func database(of tenant: String?) throws -> TenantDatabase {
  guard let tenant else { throw HostCallError<Never>(code: .invalidArgument, message: "the call names no tenant") }
  return TenantDatabase(tenant: tenant)
}
