// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension CBORWriter {
  mutating func encode(data: Data) {
    if data.count >= DeferredContent.threshold { return encode(deferred: .data(data)) }
    pending &-= 1
    unsafe data.withUnsafeBytes { unsafe output.append(bytes: $0) }
  }

  mutating func encode(date: Date) throws {
    let seconds = date.timeIntervalSince1970
    guard seconds.isFinite else {
      // The error holds the number, since Foundation traps when it describes such a date.
      throw error(EpochSeconds.notFinite(seconds), value: seconds)
    }
    try beginTag(TagNumber.epochDate)
    if let whole = EpochSeconds.integer(seconds) {
      encode(whole)
    } else {
      encode(seconds)
    }
    endTag()
  }
}
