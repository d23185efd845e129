// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallTool
import Testing

@Suite("PackageName")
struct PackageNameTests {
  @Test(
    "a name has a prefix for C, and a name for generated classes",
    arguments: [
      ("Accounts", "accounts", "Accounts"), ("TideTables", "tide_tables", "TideTables"), ("X", "x", "X"),
      ("HTTPGate", "http_gate", "HttpGate"), ("Gate2Go", "gate2_go", "Gate2Go"),
      ("Written", "written", "Written"), ("Maps", "maps", "Maps"), ("Fixtures", "fixtures", "Fixtures"),
    ])
  func parts(_ name: String, _ prefix: String, _ className: String) throws {
    let name = try PackageName(name)
    #expect(name.prefix == prefix && name.className == className)
  }

  @Test(
    "another name is refused with what is expected",
    arguments: [
      ("accounts", "found 'accounts', expected letters and digits that begin with a capital letter, such as Accounts"),
      ("tide-tables", "such as TideTables"), ("../up", "such as Up"), ("A/B", "such as AB"), ("", "such as Accounts"),
      ("9", "such as Accounts"), ("Ünder", "such as Nder"), ("A\n", "such as A"), ("--help", "such as Help"),
      (String(repeating: "A", count: 51), "found 51 characters, expected at most 50"),
      ("HostCall", "expected a name that no module or type of the new package has"),
      ("Profile", "expected a name that no module or type of the new package has"),
      ("Class", "'class' is taken in a language of hosts"), ("Hostcall", "'hostcall' is taken"),
      ("HostcallMore", "'hostcall_more' is taken"), ("Asyncio", "'asyncio' is taken"),
      ("Queue", "'queue' is taken"), ("Shm", "'shm' is taken"), ("Any", "expected a name that no module"),
      ("Map", "the code of hosts refers to a class 'Map'"), ("Promise", "a class 'Promise'"),
      ("Mapping", "a class 'Mapping'"), ("CallFAILURE", "a class 'CallFailure'"),
      // Words of languages and of compilers, also in the standards after those for which code is generated.
      ("Match", "'match' is taken"), ("Case", "'case' is taken"), ("Linux", "'linux' is taken"),
      ("Unix", "'unix' is taken"), ("Major", "'major' is taken"), ("Module", "'module' is taken"),
      ("Restrict", "'restrict' is taken"), ("Typeid", "'typeid' is taken"), ("Nullptr", "'nullptr' is taken"),
      ("Typeof", "'typeof' is taken"), ("SizeT", "'size_t' is taken"), ("Stdin", "'stdin' is taken"),
      // Functions of the system whose name ends in _open.
      ("Iconv", "'iconv' is taken"), ("Fts", "'fts' is taken"), ("Pidfd", "'pidfd' is taken"),
      // Files of the package, and modules of Python and of Swift.
      ("Main", "'main' is taken"), ("TestCalls", "'test_calls' is taken"), ("Package", "'package' is taken"),
      ("Tsconfig", "'tsconfig' is taken"), ("Cbor2", "'cbor2' is taken"), ("Compression", "'compression' is taken"),
      ("Synchronization", "expected a name that no module"), ("Dispatch", "expected a name that no module"),
      ("ProfileFailureError", "expected a name that no module"),
      ("WELCOME", "expected a name that no module"), ("LOGInFailure", "expected a name that no module"),
    ])
  func refused(_ name: String, _ words: String) throws {
    let error = #expect(throws: CommandError.self) { try PackageName(name) }
    #expect(error?.status == 64)
    #expect(error?.message.hasPrefix("the name of the package: ") == true && error?.message.contains(words) == true)
  }
}
