import HostCall
import TestSupport
import Testing

@Suite("The schema of types that are made at random", .serialized, .timeLimit(.minutes(5)))
struct GeneratedTypesTests {
  private static let count = 300

  /// Runs `body` with plans of types, and says of one that fails how to have it again.
  private func forPlans(_ purpose: String, _ body: (TypePlan, inout SplitMix) throws -> Void) rethrows {
    var random = SplitMix(for: purpose)
    for _ in 0..<Self.count { try body(.random(using: &random), &random) }
  }

  private func expectSame(_ one: TypePlan, _ other: TypePlan) {
    let (left, right) = (one.schema(), other.schema())
    #expect(left.outline == right.outline, "\(one)\n\(other)")
    #expect(left.fingerprint == right.fingerprint)
  }

  @Test("does not depend on the order of fields or cases, and so not on where a type is met first")
  func order() {
    forPlans("orders of generated types") { plan, random in
      expectSame(plan, plan.reordered(using: &random))
    }
  }

  @Test("does not depend on what its types are called")
  func names() {
    forPlans("names of generated types") { plan, random in
      expectSame(plan, plan.renumbered(using: &random).reordered(using: &random))
    }
  }

  @Test("does not depend on whether two fields have one type, two that are alike, or one that is coded as the other")
  func splitting() {
    forPlans("copies of generated types") { plan, random in
      // A type that has no values is a gap; one that is coded as it is one by another way.
      guard plan.schema().gaps.isEmpty else { return }
      expectSame(plan, plan.split(using: &random).reordered(using: &random))
    }
  }

  @Test("is the same each time that it is found")
  func repeated() {
    forPlans("generated types, twice") { plan, _ in expectSame(plan, plan) }
  }

  @Test("is another one if what is in a field is something else")
  func changes() {
    var changed = 0
    forPlans("changes of generated types") { plan, random in
      guard let other = plan.changed(using: &random) else { return }
      let (one, two) = (plan.schema(), other.schema())
      #expect((one.outline == two.outline) == (one.fingerprint == two.fingerprint))
      if one.outline != two.outline { changed += 1 }
      // A field of the call's own response is in a message for certain.
      if plan.nodes.count == 1, one.gaps.isEmpty { #expect(one.outline != two.outline, "\(plan)") }
    }
    #expect(changed > Self.count / 4)
  }
}
