// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import HostBridgeCore

@Suite("The nearest declared name", .timeLimit(.minutes(1)))
struct NearestNameTests {
  @Test("the distance counts letters added, removed, changed and swapped")
  func distances() {
    func distance(_ left: String, _ right: String) -> Int {
      NearestName.distance(Array(left.unicodeScalars), Array(right.unicodeScalars))
    }
    #expect(distance("", "abc") == 3)
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("read_clock", "raed_clock") == 1)
    #expect(distance("fetch_profile", "fetchprofiles") == 2)
    #expect(distance("größe", "grösse") == 2)
  }

  @Test("names are close if at most a quarter of their letters, or one, differ")
  func closeness() {
    for name in ["fetch_profil", "fetch_profiel", "fetchProfile", "fetch_profiles"] {
      #expect(NearestName.isClose(name, "fetch_profile"))
    }
    for name in ["fetch", "read_profile", "", String(repeating: "x", count: 255)] {
      #expect(!NearestName.isClose(name, "fetch_profile"))
    }
    #expect(NearestName.isClose("b", "a") && !NearestName.isClose("log_out", "log_in"))
  }

  @Test("the distance is at most the number of changes, and symmetric")
  func properties() {
    var random = SplitMix(for: "distances of names")
    let letters = Array("abc_".unicodeScalars)
    for _ in 0..<500 {
      let name = (0..<Int.random(in: 1...20, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" }
      var changed = name
      let changes = Int.random(in: 0...3, using: &random)
      for _ in 0..<changes {
        let place = Int.random(in: 0...changed.count, using: &random)
        if place < changed.count, Bool.random(using: &random) {
          changed.remove(at: place)
        } else {
          changed.insert("x", at: place)
        }
      }
      let distance = NearestName.distance(name, changed)
      #expect(distance <= changes)
      #expect(distance == NearestName.distance(changed, name))
      #expect((distance == 0) == (name == changed))
    }
  }
}
