// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension CBORReader {
  mutating func date() throws -> Date {
    if let date = cursor.date(depthLeft) { return date }
    return try readSlowly { try $0.date(at: $1, level: 0) }
  }

  mutating func uuid() throws -> UUID {
    if let identifier = cursor.uuid(depthLeft) { return identifier }
    return try readSlowly { try $0.uuid(at: $1, level: 0) }
  }

  mutating func url() throws -> URL {
    if let url = cursor.url(depthLeft) { return url }
    return try readSlowly { try $0.url(at: $1, level: 0) }
  }

  mutating func decimal() throws -> Decimal {
    if let decimal = cursor.decimal(depthLeft) { return decimal }
    return try readSlowly { try $0.decimal(at: $1, level: 0) }
  }
}
