// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import TestSupport
import Testing

@Suite("Schemas of randomly generated types", .serialized, .timeLimit(.minutes(5)))
struct GeneratedTypesTests {
  private static let count = 300

  /// Runs `body` with generated plans; a failure prints how to reproduce it.
  private func forPlans(_ purpose: String, _ body: (TypePlan, inout SplitMix) throws -> Void) rethrows {
    var random = SplitMix(for: purpose)
    for _ in 0..<Self.count { try body(.random(using: &random), &random) }
  }

  private func expectSame(_ one: TypePlan, _ other: TypePlan) {
    let (left, right) = (one.schema(), other.schema())
    #expect(left.outline == right.outline, "\(one)\n\(other)")
    #expect(left.fingerprint == right.fingerprint)
  }

  @Test("the schema does not depend on the order of fields or cases, or on which type is probed first")
  func order() {
    forPlans("orders of generated types") { plan, random in
      expectSame(plan, plan.reordered(using: &random))
    }
  }

  @Test("the schema does not depend on the names of types")
  func names() {
    forPlans("names of generated types") { plan, random in
      expectSame(plan, plan.renumbered(using: &random).reordered(using: &random))
    }
  }

  @Test("the schema does not depend on whether two fields share a type, use copies, or use one coded as the other")
  func splitting() {
    forPlans("copies of generated types") { plan, random in
      // A type without values is a gap, and a type that is coded as it reaches that gap by another path.
      guard plan.schema().gaps.isEmpty else { return }
      expectSame(plan, plan.split(using: &random).reordered(using: &random))
    }
  }

  @Test("the schema does not depend on which types declare theirs")
  func declarations() {
    var declared = 0
    forPlans("declarations of generated types") { plan, random in
      let schema = plan.schema()
      // A type without values is a gap if it is probed, and is described if it is declared.
      guard schema.gaps.isEmpty else { return }
      var other = plan
      for (number, node) in plan.nodes.enumerated() where node.declaration != nil && Bool.random(using: &random) {
        other.declared.insert(number)
      }
      declared += other.declared.count
      let outline = other.schema().outline
      #expect(schema.outline == outline, "\(other)")
    }
    #expect(declared > Self.count / 4)
  }

  @Test("the schema is the same each time it is computed")
  func repeated() {
    forPlans("generated types, twice") { plan, _ in expectSame(plan, plan) }
  }

  @Test("the schema changes when the content of a field changes")
  func changes() {
    var changed = 0
    forPlans("changes of generated types") { plan, random in
      guard let other = plan.changed(using: &random) else { return }
      let (one, two) = (plan.schema(), other.schema())
      #expect((one.outline == two.outline) == (one.fingerprint == two.fingerprint))
      if one.outline != two.outline { changed += 1 }
      // A field of the call's own response certainly appears in a message.
      if plan.nodes.count == 1, one.gaps.isEmpty { #expect(one.outline != two.outline, "\(plan)") }
    }
    #expect(changed > Self.count / 4)
  }
}
