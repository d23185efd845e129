// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

import HostCallTool

@Suite("UnusedFixtures")
struct UnusedFixturesTests {
  private func isUsed(
    _ name: String, as kind: UnusedFixtures.Kind = .golden, in source: String
  ) -> Bool {
    var fixtures = UnusedFixtures()
    fixtures.read(source)
    return fixtures.isUsed(name, as: kind)
  }

  @Test(
    "a fixture is used if a string in a test is its name",
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
    "a fixture is not used if its name only occurs in comments, other names or code",
    arguments: [
      #"// try expectFixture(profile, "profile.basic")"#, #"/* try expectFixture(profile, "profile.basic") */"#,
      #"try expectFixture(profile, "profile.basics")"#, "profile.basic", "", #"print("\(x).\(y)")"#,
      #"let text = "unclosed"#, #"try expectFixture(x, "\(y)!")"#, "\"profile.basic",
    ])
  func mentioned(_ source: String) {
    // An unclosed string counts as one.
    #expect(isUsed("profile.basic", in: source) == (source == "\"profile.basic"))
  }

  @Test("a fixture is used if values can turn an interpolated string of the call into its name")
  func interpolated() {
    let source = #"for n in 0..<9 { try expectFixture(cases[n], "case.\(n).\(label(n, "x"))", in: folder) }"#
    #expect(isUsed("case.1.a", in: source))
    #expect(!isUsed("case.1", in: source) && !isUsed("other.1.a", in: source))
    #expect(isUsed("log_in", as: .schema, in: #"try expectSchema(LogIn.self, "log_\("in")")"#))
    #expect(isUsed("anything", in: #"try expectFixture(x, "\(name)")"#))
  }

  @Test(
    "a fixture is used if a string outside of the call can become its name",
    arguments: [
      #"let name = "case.\(n)"; try expectFixture(v, name)"#, #"try check("case.\(n)", v)"#,
      #"try expectFixture(v, "case." + String(n))"#, #"let name = kind + ".1""#,
      #"name += ".1""#, #"let name = "case."\#n  + "\(n)""#,
    ])
  func elsewhere(_ source: String) {
    #expect(isUsed("case.1", in: source))
    #expect(!isUsed("other", in: source))
  }

  @Test(
    "a fixture is used if an enum case is its name",
    arguments: ["enum Name: String { case basic, full }", "case\n  full,\n  basic\n", "case full, basic\n"])
  func cases(_ source: String) {
    #expect(isUsed("basic", in: source) && isUsed("full", in: source))
    #expect(!isUsed("String", in: source))
  }

  @Test("the name of another declaration does not count as a case")
  func noCases() {
    let source = "enum Name {\n  case basic\n  var other: Int\n}\nswitch x { case .basic: third() }"
    #expect(!isUsed("other", in: source) && !isUsed("third", in: source))
  }

  @Test("a fixture is found whichever of its folders is checked")
  func folders() {
    let inFolder = #"try expectFixture(v, "basic", in: "Fixtures/v1")"#
    #expect(isUsed("v1/basic", in: inFolder) && isUsed("basic", in: inFolder))
    let inName = #"try expectFixture(v, "v1/basic")"#
    #expect(isUsed("basic", in: inName) && isUsed("v1/basic", in: inName) && isUsed("Fixtures/v1/basic", in: inName))
    #expect(!isUsed("v2/basic", in: inName) && !isUsed("v1/basics", in: inName))
    let pattern = #"try expectFixture(v, "v\(n)/basic")"#
    #expect(isUsed("v1/basic", in: pattern) && isUsed("basic", in: pattern) && !isUsed("w1/basic", in: pattern))
  }

  @Test("a golden file and a schema with the same name are distinguished by the call")
  func kinds() {
    let golden = #"try expectFixture(profile, "profile")"#
    #expect(isUsed("profile", as: .golden, in: golden) && !isUsed("profile", as: .schema, in: golden))
    let schema = #"try expectSchema(Profile.self, "profile")"#
    #expect(isUsed("profile", as: .schema, in: schema) && !isUsed("profile", as: .golden, in: schema))
    let constant = #"let name = "profile""#
    #expect(isUsed("profile", as: .golden, in: constant) && isUsed("profile", as: .schema, in: constant))
  }

  @Test("a name matches the parts around the values, whatever the values are")
  func patterns() {
    #expect(UnusedFixtures.matches("abc", ["a", "c"]))
    #expect(UnusedFixtures.matches("ac", ["a", "c"]))
    #expect(!UnusedFixtures.matches("a", ["a", "a"]))
    #expect(UnusedFixtures.matches("a.b.c.d", ["a", ".c", ""]))
    #expect(!UnusedFixtures.matches("a.b", ["a", ".c", ""]))
    #expect(UnusedFixtures.matches("", ["", ""]))
  }

  @Test("deeply nested interpolations are read, up to a limit", .timeLimit(.minutes(1)))
  func nestedValues() {
    let source = String(repeating: "\"\\(", count: 100_000) + "\n\"profile.basic\""
    _ = isUsed("profile.basic", in: source)
    // Deeper than real sources, and within the limit.
    #expect(isUsed("a", in: String(repeating: "\"\\(", count: 200) + "\"a\"" + String(repeating: ")\"", count: 200)))
  }

  @Test("reading ends for any source")
  func anySource() {
    var random = SplitMix(for: "sources that name fixtures")
    let pieces = [
      "\"", "\\", "(", ")", "#", "/*", "*/", "//", "\n", "\"\"\"", "expectFixture", "a", "\\(", "/", "+", "case", " ",
    ]
    for _ in 0..<2000 {
      var fixtures = UnusedFixtures()
      fixtures.read(
        (0..<Int.random(in: 0...30, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined())
    }
  }
}
