// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftParser
internal import SwiftSyntax

/// The cases of an enum that is encoded as its raw value.
struct RawValueCases {
  /// The raw type, a type of the standard library.
  let type: String
  /// The cases: the name, the raw value as text, and the documentation.
  let cases: [(name: String, value: String, documentation: String?)]

  var isText: Bool { type == "String" }

  /// Reads the cases of an enum.
  ///
  /// - Returns: `nil` if the enum has no raw type, or its cases cannot be known.
  init?(_ declaration: EnumDeclSyntax, _ refusals: inout Refusals) {
    guard let first = declaration.inheritanceClause?.inheritedTypes.first?.type else { return nil }
    let type = first.line.hasPrefix("Swift.") ? String(first.line.dropFirst(6)) : first.line
    let elements = declaration.memberBlock.members.compactMap { $0.decl.as(EnumCaseDeclSyntax.self) }
      .flatMap { declaration in declaration.elements.map { ($0, declaration.documentation) } }
    guard Self.known.contains(type) else {
      if elements.contains(where: { $0.0.rawValue != nil }) {
        refusals.add(
          "@HostCodable needs String or an integer type of the standard library here: a macro cannot see what "
            + "'\(type)' is", at: first)
      } else if !Self.protocols.contains(type), elements.allSatisfy({ $0.0.parameterClause == nil }) {
        refusals.add(
          "@HostCodable cannot see whether '\(type)' is a protocol or a raw type; write Codable before it if it is a "
            + "protocol, or the type that it stands for", at: first)
      }
      return nil
    }
    self.type = type
    var cases: [(String, String, String?)] = []
    var next: Int128 = 0
    for (element, documentation) in elements {
      var value = element.name.name
      if type != "String" {
        if let stated = element.rawValue?.value {
          guard let number: Int128 = IntegerLiteral.value(stated) else {
            refusals.add("@HostCodable needs an integer literal as a raw value", at: stated)
            continue
          }
          next = number
        }
        value = "\(next)"
        next += 1
      } else if let stated = element.rawValue?.value {
        guard let text = stated.as(StringLiteralExprSyntax.self)?.representedLiteralValue else {
          refusals.add("@HostCodable needs a string literal as a raw value", at: stated)
          continue
        }
        value = text
      }
      cases.append((element.name.name, value, documentation))
    }
    self.cases = cases
  }

  private static let known: Set = [
    "Int", "Int8", "Int16", "Int32", "Int64", "Int128", "String", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
    "UInt128",
  ]
  /// The protocols that may come first in the list of an enum's conformances.
  private static let protocols: Set = [
    "CBORCodable", "CBORDecodable", "CBOREncodable", "CaseIterable", "Codable", "CodingKeyRepresentable", "Comparable",
    "CustomStringConvertible", "Decodable", "Encodable", "Equatable", "Error", "Hashable", "Identifiable",
    "LocalizedError", "Sendable", "Swift.Codable", "Swift.Error", "Swift.Sendable",
  ]
}
#endif
