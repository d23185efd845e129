// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension [CodingUserInfoKey: any Sendable] {
  /// A `userInfo` with which a coder uses containers, even for types that are CBOREncodable or CBORDecodable.
  static var throughContainers: Self { CodingUserInfoKey(rawValue: "containers").map { [$0: true] } ?? [:] }
}
