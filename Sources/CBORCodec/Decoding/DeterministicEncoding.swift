// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Re-encodes an item in its deterministic encoding (RFC 8949 §4.2.1), so that two map keys can be compared bytewise.
///
/// Arguments and floats get their shortest form and lengths become definite; NaN becomes `f97e00`, and a bignum that
/// fits into 64 bits becomes an integer. Pairs are sorted, since maps are equal keys in any order (§5.6.1). The
/// function is not recursive: an item in a scanned message may be nested as deeply as the limits allow.
///
///   9f 1801 ff        →  81 01
///   7f 6161 6162 ff   →  62 6162
///   c2 43 000001      →  01
///   a2 02 00 01 00    →  a2 01 00 02 00
enum DeterministicEncoding {
  private struct Container {
    let start: Int
    let isMap: Bool
    /// The number of items still to come; `nil` if the length is indefinite.
    var remaining: UInt64?
    var count = 0
  }

  /// Returns the deterministic encoding of the item at an offset.
  static func bytes(of input: InputBuffer, at offset: Int) throws(CBORError) -> [UInt8] {
    var output = OutputBuffer(capacity: 64)
    var containers: [Container] = []
    var position = offset
    var isComplete = false
    repeat {
      let head = try input.head(at: position)
      isComplete = true
      switch head.kind {
      case .breakCode:
        if let last = containers.indices.last { containers[last].remaining = 0 }
        isComplete = false
        position = head.end
      case .array, .map:
        let isMap = head.kind == .map
        let items = isMap ? head.argument.multipliedReportingOverflow(by: 2).partialValue : head.argument
        containers.append(
          Container(start: output.count, isMap: isMap, remaining: head.isIndefinite ? nil : items))
        isMap ? output.append(mapOf: 0) : output.append(arrayOf: 0)
        isComplete = false
        position = head.end
      case .tag:
        if TagNumber.isBignum(head.argument),
          let (content, end) = try input.bignumContent(at: head.end)
        {
          append(bignum: content, isNegative: head.argument == TagNumber.negativeBignum, to: &output)
          position = end
        } else {
          output.append(tag: head.argument)
          isComplete = false
          position = head.end
        }
      case .bytes, .text:
        let (content, end) = try input.stringContent(at: position, head: head)
        head.kind == .text ? output.append(textOf: content.count) : output.append(bytesOf: content.count)
        unsafe content.withUnsafeBytes { unsafe output.append(content: $0) }
        position = end
      case .unsigned, .negative, .simple, .float:
        append(head, to: &output)
        position = head.end
      }
      isComplete = close(&containers, in: &output, afterItem: isComplete)
      // A tag at the top has no container around it, but its content is still to come.
    } while !(isComplete && containers.isEmpty)
    try DeterministicOrder.sort(&output)
    return output.array()
  }

  /// Counts an item, and closes every container that it completes.
  ///
  /// - Returns: Whether an item is complete.
  private static func close(
    _ containers: inout [Container], in output: inout OutputBuffer, afterItem: Bool
  ) -> Bool {
    var isComplete = afterItem
    while let last = containers.indices.last {
      if isComplete {
        containers[last].count += 1
        if let remaining = containers[last].remaining { containers[last].remaining = remaining &- 1 }
      }
      guard containers[last].remaining == 0 else { return isComplete }
      let container = containers.removeLast()
      _ =
        container.isMap
        ? output.replaceHead(at: container.start, mapOf: container.count / 2)
        : output.replaceHead(at: container.start, arrayOf: container.count)
      isComplete = true
    }
    return isComplete
  }

  private static func append(_ head: Head, to output: inout OutputBuffer) {
    switch head.kind {
    case .unsigned: output.append(unsigned: head.argument)
    case .negative: output.append(negative: head.argument)
    case .simple: output.append(simple: UInt8(truncatingIfNeeded: head.argument))
    default: output.append(shortest: Double(bitPattern: head.argument))
    }
  }

  private static func append(
    bignum content: ArraySlice<UInt8>, isNegative: Bool, to output: inout OutputBuffer
  ) {
    if content.count <= 8 {
      let argument = content.reduce(0) { $0 << 8 | UInt64($1) }
      isNegative ? output.append(negative: argument) : output.append(unsigned: argument)
    } else {
      output.append(tag: TagNumber.bignum(isNegative: isNegative))
      unsafe content.withUnsafeBytes { unsafe output.append(bytes: $0) }
    }
  }
}
