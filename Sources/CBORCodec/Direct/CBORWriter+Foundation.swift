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
      throw error("A date must be finite, and not \(seconds) seconds since 1970.", value: seconds)
    }
    try beginTag(1)
    // −0.0 is not encoded as an integer, which would lose the sign.
    if let whole = Int64(exactly: seconds), seconds != 0 || seconds.sign == .plus {
      encode(whole)
    } else {
      encode(seconds)
    }
    endTag()
  }
}
