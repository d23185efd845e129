// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A SplitMix64 generator, whose numbers can be repeated from the printed seed.
package struct SplitMix: RandomNumberGenerator, Sendable {
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// Creates a generator from the seed in the environment variable `HOSTCALL_SEED`, or else from a random seed, and
  /// prints the seed.
  ///
  /// - Parameter purpose: The text to print before the seed.
  package init(for purpose: String) {
    let given = ProcessInfo.processInfo.environment["HOSTCALL_SEED"].flatMap { UInt64($0) }
    self.init(seed: given ?? .random(in: .min ... .max))
    print("\(purpose): HOSTCALL_SEED=\(seed)")
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
