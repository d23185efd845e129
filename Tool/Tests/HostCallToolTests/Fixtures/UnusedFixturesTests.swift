import Testing

import HostCallTool

@Suite("A fixture")
struct UnusedFixturesTests {
  private func isUsed(_ name: String, in source: String) -> Bool {
    var fixtures = UnusedFixtures()
    fixtures.read(source)
    return fixtures.isUsed(name)
  }

  @Test(
    "is in use where a text of a test is its name",
    arguments: [
      #"try expectFixture(profile, "profile.basic")"#, #"let name = "profile.basic""#,
      ##"try expectFixture(profile, #"profile.basic"#)"##, "let names = \"\"\"profile.basic\"\"\"",
      #"/* one /* in another */ */ try expectFixture("profile.basic", decodesTo: x)"#,
      #"let quote = "\"" ; try expectFixture(x, "profile.basic")"#,
      ##"let raw = #"a " b"#; try expectFixture(x, "profile.basic")"##,
      #"print("\(f("x", ")")) is") ; try expectFixture(x, "profile.basic")"#,
    ])
  func named(_ source: String) {
    #expect(isUsed("profile.basic", in: source))
    #expect(!isUsed("profile.other", in: source))
  }

  @Test(
    "is not in use where it is only mentioned",
    arguments: [
      #"// try expectFixture(profile, "profile.basic")"#, #"/* try expectFixture(profile, "profile.basic") */"#,
      #"try expectFixture(profile, "profile.basics")"#, "profile.basic", "", #"print("profile.\(x)")"#,
      #"let text = "unclosed"#, #"try expectFixture(x, "\(y)!")"#, "\"profile.basic",
    ])
  func mentioned(_ source: String) {
    // An unclosed text may be one: it is counted, and nothing goes wrong.
    #expect(isUsed("profile.basic", in: source) == (source == "\"profile.basic"))
  }

  @Test("is in use where values can be put into a text of the call so that it is its name")
  func interpolated() {
    let source = #"for n in 0..<9 { try expectFixture(cases[n], "case.\(n).\(label(n, "x"))", in: folder) }"#
    #expect(isUsed("case.1.a", in: source))
    #expect(!isUsed("case.1", in: source) && !isUsed("other.1.a", in: source))
    #expect(isUsed("log_in", in: #"try expectSchema(LogIn.self, "log_\("in")")"#))
    #expect(isUsed("anything", in: #"try expectFixture(x, "\(name)")"#))
  }

  @Test("is matched by what stands around the values, whatever they are")
  func patterns() {
    #expect(UnusedFixtures.matches("abc", ["a", "c"]))
    #expect(UnusedFixtures.matches("ac", ["a", "c"]))
    #expect(!UnusedFixtures.matches("a", ["a", "a"]))
    #expect(UnusedFixtures.matches("a.b.c.d", ["a", ".c", ""]))
    #expect(!UnusedFixtures.matches("a.b", ["a", ".c", ""]))
    #expect(UnusedFixtures.matches("", ["", ""]))
  }

  @Test("is found whatever the source is: reading it comes to an end")
  func anySource() {
    var random = SplitMix(for: "sources that name fixtures")
    let pieces = ["\"", "\\", "(", ")", "#", "/*", "*/", "//", "\n", "\"\"\"", "expectFixture", "a", "\\("]
    for _ in 0..<2000 {
      var fixtures = UnusedFixtures()
      fixtures.read(
        (0..<Int.random(in: 0...30, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined())
    }
  }
}
