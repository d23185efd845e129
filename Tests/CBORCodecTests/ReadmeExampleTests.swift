import Foundation
import Testing

@Suite("The README's example of CBOR")
struct ReadmeExampleTests {
  @Test("It is the code that is compiled here, and it shows what it says")
  func sameCode() throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let code = try String(contentsOf: here.appending(path: "ReadmeExample.swift"), encoding: .utf8)
    let readme = try String(contentsOf: here.appending(path: "../../README.md"), encoding: .utf8)
    #expect(readme.contains("```swift\n\(code)```\n"))
    #expect(try showCBOR() == #"7, 1(1363896240), {"seen": 1(1363896240), 2: h'0102'}"#)
  }
}
