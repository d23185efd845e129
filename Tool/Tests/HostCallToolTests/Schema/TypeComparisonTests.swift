// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGenerator
import HostCallTool
import Testing

@Suite("TypeComparison")
struct TypeComparisonTests {
  /// Returns an interface with a call whose request is of the type A0.
  ///
  /// - Parameters:
  ///   - count: The number of types A0, A1, …
  ///   - last: The built-in type that ends them.
  ///   - type: Returns a type in JSON that consists of another one.
  private func interface(
    of count: Int, endingIn last: String, _ type: (_ next: String) -> String
  ) throws -> InterfaceModel {
    let types = (0..<count).map { index in
      let next =
        index + 1 < count
        ? #"{"kind": "named", "name": "A\#(index + 1)"}"# : #"{"kind": "builtIn", "name": "\#(last)"}"#
      return #"{"name": "A\#(index)", "type": \#(type(next))}"#
    }
    let text = """
      {"version": 1, "minorVersion": 3, "cddl": "", "types": [\(types.joined(separator: ", "))], "calls": [{"name": \
      "a", "direction": "toHost", "fingerprint": "0x\(last.utf8.count)", "request": {"encoding": "cbor", "rule": "", \
      "type": {"kind": "named", "name": "A0"}}, "response": {"encoding": "cbor", "rule": "", \
      "type": {"kind": "builtIn", "name": "bool"}}}]}
      """
    return try InterfaceModel(try JSONDescriptor(text: text).descriptor, name: "nested")
  }

  private func changes(of count: Int, _ type: (_ next: String) -> String) throws -> [SchemaChange] {
    SchemaComparison.changes(
      from: try interface(of: count, endingIn: "bool", type), to: try interface(of: count, endingIn: "int64", type),
      isStrict: false)
  }

  @Test("a named type is compared once, also if it has no keys", .timeLimit(.minutes(1)))
  func repeated() throws {
    let changes = try changes(of: 40) { #"{"kind": "tuple", "items": [\#($0), \#($0)]}"# }
    #expect(changes.map(\.breaks) == [[.oldHost, .oldCore], [.oldHost, .oldCore]])
    #expect(changes.map { $0.place?.hasSuffix("[0]") } == [true, false])
  }

  @Test("types that are nested too deeply to be compared are listed as a change that breaks both sides")
  func nested() throws {
    func record(_ next: String) -> String {
      #"{"kind": "record", "fields": [{"key": "a", "isOptional": false, "type": \#(next)}]}"#
    }
    #expect(try changes(of: 120, record).map(\.found) == ["int64"])
    let deep = try changes(of: 140, record)
    #expect(deep.map(\.found) == ["{a}, which is nested too deeply to compare"])
    #expect(deep.map(\.breaks) == [[.oldHost, .oldCore]])
  }
}
