// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("What @HostInterface refuses")
struct HostInterfaceRefusalTests {
  private static func call(_ requirement: String, _ reasons: String...) -> Refused {
    let source = "@HostInterface protocol T: Sendable {\n  \(requirement)\n}"
    return reasons.count == 1 ? Refused(source, reasons[0]) : Refused(source, reasons[0], reasons[1])
  }

  private static let end = "async throws(HostCallError<Never>)"

  @Test(
    "a protocol that is more than its calls is refused",
    arguments: [
      Refused("«@HostInterface struct T {}", "for protocols"),
      Refused("@HostInterface protocol T: «Other, Sendable {}", "cannot see the requirements of 'Other'"),
      Refused("@HostInterface protocol T: Sendable, «AnyObject {}", "cannot see the requirements of 'AnyObject'"),
      Refused("@HostInterface protocol «T {}", "write 'T: Sendable'"),
      Refused("@HostInterface protocol «`My Bank`: Sendable {}", "'My Bank' cannot"),
      Refused("@HostInterface protocol T: Sendable «where Self: Other {}", "cannot have conditions"),
      call("«associatedtype A", "an associated type"),
      call("«typealias A = Int", "a type alias"),
      call("«var name: String { get }", "a property"),
      call("«subscript(index: Int) -> Int { get }", "a subscript"),
      call("«init()", "an initializer"),
      Refused("@HostInterface protocol T: Sendable {\n  «#if os(Linux)\n  func f()\n  #endif\n}", "conditional"),
    ])
  func protocols(_ refused: Refused) { expectRefused(refused) }

  @Test(
    "a method that cannot be a call is refused",
    arguments: [
      call("«static func f() \(end)", "remove 'static'"),
      call("«mutating func f() \(end)", "remove 'mutating'"),
      call("func «`save it`() \(end)", "'save it' cannot"),
      call("func «`1st`() \(end)", "'1st' cannot"),
      call("func «+(a: Int) \(end)", "'+' cannot"),
      call("func f«<A: Codable>(a: A) \(end)", "generic method"),
      call("func f() \(end) «where Self: Other", "conditions"),
      call("func «f() throws(HostCallError<Never>) -> Int", "add 'async'"),
      call("func f() «async -> HostStream<Int, Never>", "a stream is opened by its first 'next()'"),
      call("func f() -> HostStream<«any Shape, Never>", "an element cannot be 'any Shape'"),
      call("@HostCall(.idempotent) func «f() -> HostStream<Int, Never>", "a stream is never retried"),
      call("func «f() async", "every call can fail"),
      call("func f() async «throws", "what crosses"),
      call("func f() async throws(«any Error)", "whether 'any Error'"),
      call("func f() async throws(«ProfileError)", "whether 'ProfileError' stands for"),
      call("func f() async throws(«Other.HostCallError<Never>)", "write 'throws(HostCallError<Failure>)'"),
    ])
  func methods(_ refused: Refused) { expectRefused(refused) }

  private static let event = "throws(HostCallError<Never>)"

  @Test(
    "a method that cannot be an event is refused",
    arguments: [
      call("func «f()", "emitting an event can fail"),
      call("func «f() -> Void", "emitting an event can fail"),
      call("func f() «throws", "so it has no failure"),
      call("func f() throws(«HostCallError<ProfileFailure>)", "so it has no failure"),
      call("func f() throws(«any Error)", "so it has no failure"),
      call("func f(a: «any Codable) \(event)", "'any Codable'"),
      call("@HostCall(.idempotent) func «f() \(event)", "an event is never retried; remove .idempotent"),
      call("@HostCall(.timeout(.seconds(1))) func «f() \(event)", "no answer to wait for; remove .timeout"),
      call("@HostCall(.raw) func «f(a: Int) \(event)", "events are always in CBOR; remove .raw"),
      call("@HostCall(.cbor) func «f(a: Int) \(event)", "events are always in CBOR; remove .cbor"),
      call("@HostCall(.dropNewest) func «f() \(end)", "only an event waits in a queue; remove .dropNewest"),
      call("@HostCall(.capacity(16)) func «f() \(end)", "only an event waits in a queue; remove .capacity"),
      call("@HostCall(.capacity(1)) func «f() -> HostStream<Int, Never>", "only an event waits in a queue"),
      call("func f() \(event)\n  func «f(a: Int) \(end)", "the name 'f'"),
      call("func f() \(event)\n  @HostCall(\"f\") func «g() \(event)", "another event has the wire name \"f\""),
      call("func f(a: «GEvent) \(event)\n  func g() \(event)", "hides this type"),
    ])
  func events(_ refused: Refused) { expectRefused(refused) }

  @Test("a call and an event may have the same wire name")
  func wireNames() {
    let source = """
      @HostInterface protocol T: Sendable {
        func f() \(Self.event)
        @HostCall("f") func g() \(Self.end)
      }
      """
    #expect(Expansion(of: source).diagnostics == [])
  }

  @Test(
    "a value that cannot cross is refused at its type",
    arguments: [
      call("func f(a: «inout Int) \(end)", "'inout'"),
      call("func f(a: «sending Other) \(end)", "'sending'"),
      call("func f(a: Int«...) \(end)", "an array"),
      call("func f(a: Int «= 1) \(end)", "default arguments"),
      call("func f(«_: Int) \(end)", "needs a name"),
      call("func f(a «_: Int) \(end)".replacing("a «_", with: "«a _"), "needs a name"),
      call("func f(«`self`: Int) \(end)", "parameter 'self'"),
      call("func f(a: «() -> Void) \(end)", "a function"),
      call("func f(a: «@escaping () -> Void) \(end)", "a function"),
      call("func f(a: «(() -> Void)?) \(end)", "a function"),
      call("func f(a: «[() -> Int]) \(end)", "a function"),
      call("func f(a: «(Int, Int)) \(end)", "a tuple"),
      call("func f(a: «some Codable) \(end)", "'some Codable'"),
      call("func f(a: «any Codable) \(end)", "'any Codable'"),
      call("func f(a: «[any Codable]) \(end)", "'any Codable'"),
      call("func f(a: «Int.Type) \(end)", "a type itself"),
      call("func f(a: «Self) \(end)", "Self"),
      call("func f() \(end) -> «(Int, Int)", "a tuple"),
      call("func f() \(end) -> «AsyncStream<() -> Int>", "a function"),
      call("func f() async throws(HostCallError<«any Error>)", "'any Error'"),
    ])
  func values(_ refused: Refused) { expectRefused(refused) }

  @Test(
    "names that generated declarations would have twice, or hide, are refused",
    arguments: [
      call("func f(a: Int) \(end)\n  func «f(b: Int) \(end)", "the name 'f'"),
      call("func f() \(end)\n  func «F() \(end)", "the name 'F'"),
      call("func f() \(end)\n  @HostCall(\"f\") func «g() \(end)", "wire name \"f\" already"),
      call("func «caller() \(end)", "member 'caller'"),
      call("func «timeout() \(end)", "member 'timeout'"),
      call("func «with(timeout: Int) \(end)", "member 'with'"),
      call("func f() \(end) -> «Response", "hides this type"),
      call("func f(a: [«Failure]) \(end)", "hides this type"),
      call("func f(a: «FCall) \(end)", "hides this type"),
      call("func f(a: «Caller) \(end)", "hides this type"),
      call("func f(a: «AnswerPayload) \(end)", "hides this type"),
      call("func f() -> HostStream<«Element, Never>", "hides this type"),
    ])
  func names(_ refused: Refused) { expectRefused(refused) }

  @Test("a call may use a type called Element, which only streams hide")
  func element() {
    let call = "func f(a: Element) \(Self.end) -> Element"
    #expect(Expansion(of: "@HostInterface protocol T: Sendable { \(call) }").diagnostics == [])
  }

  @Test("a method with 256 parameters is accepted, and one with 257 refused")
  func tooMany() {
    func parameters(_ count: Int) -> String { (0..<count).map { "p\($0): Int" }.joined(separator: ", ") }
    let accepted = "func f(\(parameters(256))) \(Self.end)"
    #expect(Expansion(of: "@HostInterface protocol T: Sendable { \(accepted) }").diagnostics == [])
    expectRefused(Self.call("func «f(\(parameters(257))) \(Self.end)", "up to 256 parameters, not 257"))
  }

  @Test(
    "options that @HostCall cannot read, or that contradict each other, are refused",
    arguments: [
      call("@HostCall(«option) func f() \(end)", "reads its options from the source"),
      call("@HostCall(.raw, «.cbor) func f() \(end) -> Bool", "either in CBOR or raw"),
      call("@HostCall(«\"\") func f() \(end)", "1 to 255 bytes"),
      call("@HostCall(«\"a\\(b)\") func f() \(end)", "1 to 255 bytes"),
      call("@HostCall(.raw) func «f() \(end)", "a raw call needs a response"),
      call("@HostCall(.raw) func f(a: «String) \(end) -> Bool", "which is not PlainData; remove .raw"),
      call("@HostCall(.raw) func f(a: «[UInt8]) \(end) -> Bool", "which is not PlainData"),
      call("@HostCall(.raw) func f() \(end) -> «Int", "which is not PlainData; use Int64"),
      Refused("«@HostCall(.raw) func f() {}", "for the methods of a protocol"),
    ])
  func options(_ refused: Refused) { expectRefused(refused) }
}
