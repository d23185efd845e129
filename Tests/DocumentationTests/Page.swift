// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A page of documentation, and the blocks of code on it.
struct Page: CustomStringConvertible {
  /// The page's path in the checkout.
  let path: String
  let text: String

  struct Block {
    let language: String
    let lines: [String]
    /// The number of the line on which the code begins, from 1.
    let line: Int
  }

  static let root = URL(filePath: #filePath).appending(path: "../../..").standardized

  init(path: String) throws {
    self.path = path
    text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  var description: String { path }

  /// The pages of the repository, and every page of every DocC catalogue.
  static var all: [Page] {
    get throws {
      let sources = root.appending(path: "Sources")
      var paths = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "Benchmarks/README.md", "Examples/README.md"]
      for case let file as URL in FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        ?? .init()
      where file.pathExtension == "md" {
        paths.append(
          String(file.standardized.path(percentEncoded: false).dropFirst(root.path(percentEncoded: false).count)))
      }
      return try paths.sorted().map { try Page(path: $0) }
    }
  }

  /// The fenced blocks, in order.
  var blocks: [Block] {
    var blocks: [Block] = []
    var open: (language: String, lines: [String], line: Int)?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let found = open, line.hasPrefix("```") {
        blocks.append(Block(language: found.language, lines: found.lines, line: found.line))
        open = nil
      } else if line.hasPrefix("```") {
        open = (String(line.dropFirst(3)), [], number + 2)
      } else {
        open?.lines.append(String(line))
      }
    }
    return blocks
  }
}

extension Page.Block {
  /// Returns whether some code contains the lines of the block, possibly indented as a whole.
  func stands(in code: [String]) -> Bool {
    guard let first = lines.first, code.count >= lines.count else { return false }
    return code.indices.dropLast(lines.count - 1).contains { start in
      guard code[start].hasSuffix(first) else { return false }
      let indent = code[start].dropLast(first.count)
      guard indent.allSatisfy({ $0 == " " }) else { return false }
      return zip(lines, code[start...]).allSatisfy { $1 == ($0.isEmpty ? "" : indent + $0) }
    }
  }
}
