import Foundation
import HostCall
import Testing

@Suite("The documentation")
struct PageTests {
  private static var snippets: [[String]] {
    get throws {
      // Those of gRPC are compiled and run with its tests, by the trait.
      let folders = ["DocumentationTests/Snippets", "HostCallGRPCTests/Snippets", "HostCallGRPCTests"]
      let files = try folders.flatMap { folder in
        try FileManager.default.contentsOfDirectory(
          at: Page.root.appending(path: "Tests/\(folder)"), includingPropertiesForKeys: nil)
      }
      return try files.filter { $0.pathExtension == "swift" }.map { file in
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).map(
          String.init)
      }
    }
  }

  /// A line of a manifest can't be compiled in a file of Swift.
  ///
  /// `scripts/check-outside` depends on the checkout in these words.
  private static func isOfManifest(_ block: Page.Block) -> Bool {
    block.lines.first?.hasPrefix(".package(") == true
  }

  @Test("has no code in Swift that is not compiled in Snippets", arguments: try Page.all)
  func snippetsAreCompiled(page: Page) throws {
    let snippets = try Self.snippets
    for block in page.blocks where block.language == "swift" && !Self.isOfManifest(block) {
      #expect(
        snippets.contains { block.stands(in: $0) },
        "\(page):\(block.line): the code that begins with `\(block.lines.first ?? "")` is in no file of Snippets")
    }
  }

  @Test("says of each block of code which language it is in, and has some", arguments: try Page.all)
  func languages(page: Page) {
    let known = ["swift", "c", "cpp", "sh", "python", "cddl", "text", "cmake"]
    for block in page.blocks {
      #expect(known.contains(block.language), "\(page):\(block.line): \(block.language) is none of \(known)")
    }
  }

  @Test("shows the schema that the example has, in README and articles")
  func schema() throws {
    let schema = HostCallSchema(FetchProfile.self).cddl
    let pages = try Page.all.filter { $0.blocks.contains { $0.language == "cddl" } }
    #expect(pages.count >= 1)
    for page in pages {
      #expect(page.text.contains("```cddl\n\(schema)```\n"), "\(page) shows another schema than \(schema)")
    }
  }
}
