// Where the next item of a sequence ends, found while its bytes arrive. `82 01 62 | 41 42`, in two chunks:
//
//   82      an array: two items to come      open [2]
//   01      an item                          open [1]
//   62      a text of two bytes, and one is missing: so far `position` is before it
//   62 41 42                                 open []: the item ends here
//
// Invariants
//  - No byte is looked at twice, but for those of one head or string that has not arrived as a whole.
//  - `open` is no deeper than the limit allows.
//  - Whether the item is valid is not asked here. Where it can't be one, it "ends", and decoding it says why.

/// Finds the end of the item that a run of bytes begins with, as more and more bytes arrive.
struct ItemBoundary {
  private let limits: CBORLimits
  /// How many items are still to come in each array, map, tag and chunked string that is open; nil if a break ends it.
  private var open: [UInt64?] = []
  /// How many bytes have been looked at.
  private var position = 0

  init(limits: CBORLimits) { self.limits = limits }

  /// Goes on with more bytes.
  ///
  /// - Parameter bytes: All bytes of the item that there are, those of the calls before among them.
  /// - Returns: Whether the item ends within them, or can't be one.
  mutating func isWhole(in bytes: ArraySlice<UInt8>) -> Bool {
    unsafe bytes.withUnsafeBytes { bytes in
      let input = unsafe InputBuffer(bytes)
      repeat {
        guard position <= limits.messageSize, open.count <= limits.nestingDepth + 1 else { return true }
        guard position < input.count else { return false }
        do throws(CBORError) {
          guard try step(input) else { return false }
        } catch {
          // Cut off, or malformed.
          return error.code != .endOfInput
        }
      } while !open.isEmpty
      return true
    }
  }

  /// Passes over a head, and a string's content.
  ///
  /// - Returns: Whether it is there as a whole.
  private mutating func step(_ input: InputBuffer) throws(CBORError) -> Bool {
    let head = try input.head(at: position)
    switch head.kind {
    case .breakCode:
      guard let last = open.popLast(), last == nil else {
        throw CBORError(
          code: .unexpectedBreak, offset: position, message: "a break outside any item of indefinite length")
      }
      position = head.end
      complete()
    case .bytes where !head.isIndefinite, .text where !head.isIndefinite:
      guard head.argument <= UInt64(limits.messageSize) else {
        throw CBORError(code: .stringSizeLimit, offset: position, message: "a string longer than any message")
      }
      guard let content = input.content(of: head) else { return false }
      position = content.upperBound
      complete()
    case .array, .map, .tag, .bytes, .text:
      position = head.end
      let items = head.kind == .tag ? 1 : head.kind == .map ? min(head.argument, .max / 2) * 2 : head.argument
      if !head.isIndefinite, items == 0 { complete() } else { open.append(head.isIndefinite ? nil : items) }
    case .unsigned, .negative, .simple, .float:
      position = head.end
      complete()
    }
    return true
  }

  /// Counts an item in, and closes what is complete with it.
  private mutating func complete() {
    while let last = open.last, let items = last {
      guard items == 1 else {
        open[open.count - 1] = items - 1
        return
      }
      open.removeLast()
    }
  }
}
