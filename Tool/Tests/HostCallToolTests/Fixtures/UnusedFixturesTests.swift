import Testing

import HostCallTool

@Suite("A fixture")
struct UnusedFixturesTests {
  private func isUsed(
    _ name: String, as kind: UnusedFixtures.Kind = .golden, in source: String
  ) -> Bool {
    var fixtures = UnusedFixtures()
    fixtures.read(source)
    return fixtures.isUsed(name, as: kind)
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
      #"try expectFixture(profile, "profile.basics")"#, "profile.basic", "", #"print("\(x).\(y)")"#,
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
    #expect(isUsed("log_in", as: .schema, in: #"try expectSchema(LogIn.self, "log_\("in")")"#))
    #expect(isUsed("anything", in: #"try expectFixture(x, "\(name)")"#))
  }

  @Test(
    "is in use where a text outside of the call can become its name",
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
    "is in use where an enum's case is its name",
    arguments: ["enum Name: String { case basic, full }", "case\n  full,\n  basic\n", "case full, basic\n"])
  func cases(_ source: String) {
    #expect(isUsed("basic", in: source) && isUsed("full", in: source))
    #expect(!isUsed("String", in: source))
  }

  @Test("is no case's name where another declaration has it")
  func noCases() {
    let source = "enum Name {\n  case basic\n  var other: Int\n}\nswitch x { case .basic: third() }"
    #expect(!isUsed("other", in: source) && !isUsed("third", in: source))
  }

  @Test("has the same name whichever of its folders is checked")
  func folders() {
    let inFolder = #"try expectFixture(v, "basic", in: "Fixtures/v1")"#
    #expect(isUsed("v1/basic", in: inFolder) && isUsed("basic", in: inFolder))
    let inName = #"try expectFixture(v, "v1/basic")"#
    #expect(isUsed("basic", in: inName) && isUsed("v1/basic", in: inName) && isUsed("Fixtures/v1/basic", in: inName))
    #expect(!isUsed("v2/basic", in: inName) && !isUsed("v1/basics", in: inName))
    let pattern = #"try expectFixture(v, "v\(n)/basic")"#
    #expect(isUsed("v1/basic", in: pattern) && isUsed("basic", in: pattern) && !isUsed("w1/basic", in: pattern))
  }

  @Test("and a schema of the same name are told apart where the call does")
  func kinds() {
    let golden = #"try expectFixture(profile, "profile")"#
    #expect(isUsed("profile", as: .golden, in: golden) && !isUsed("profile", as: .schema, in: golden))
    let schema = #"try expectSchema(Profile.self, "profile")"#
    #expect(isUsed("profile", as: .schema, in: schema) && !isUsed("profile", as: .golden, in: schema))
    let constant = #"let name = "profile""#
    #expect(isUsed("profile", as: .golden, in: constant) && isUsed("profile", as: .schema, in: constant))
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

  @Test("is found in a source with values inside of values without end", .timeLimit(.minutes(1)))
  func nestedValues() {
    let source = String(repeating: "\"\\(", count: 100_000) + "\n\"profile.basic\""
    _ = isUsed("profile.basic", in: source)
    // As deep as sources are.
    #expect(isUsed("a", in: String(repeating: "\"\\(", count: 200) + "\"a\"" + String(repeating: ")\"", count: 200)))
  }

  @Test("is found whatever the source is: reading it comes to an end")
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
