// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallGenerator
import Testing

@Suite("Names")
struct NameTests {
  @Test(
    "a name is split into words",
    arguments: [
      ("fetchProfile", ["fetch", "Profile"]), ("fetch_profile", ["fetch", "profile"]),
      ("FetchProfileCall", ["Fetch", "Profile", "Call"]), ("userID", ["user", "ID"]),
      ("HTTPGet", ["HTTP", "Get"]), ("GetURLInfo2", ["Get", "URL", "Info2"]), ("Profile-2", ["Profile", "2"]),
      ("a.b/c d", ["a", "b", "c", "d"]), ("_0", ["0"]), ("ü", []), ("", []), ("v2Value", ["v2", "Value"]),
    ])
  func words(_ name: String, _ words: [String]) {
    #expect(NameWords.of(name) == words)
  }

  @Test("an identifier has the style of its language")
  func styles() {
    let words = NameWords.of("userIDOfHTTP")
    #expect(IdentifierStyle.snake.join(words) == "user_id_of_http")
    #expect(IdentifierStyle.upperSnake.join(words) == "USER_ID_OF_HTTP")
    #expect(IdentifierStyle.camel.join(words) == "userIDOfHTTP")
    #expect(IdentifierStyle.pascal.join(words) == "UserIDOfHTTP")
    #expect(IdentifierStyle.camel.join(NameWords.of("URL_info")) == "urlInfo")
  }

  @Test("no identifier is a keyword, or occurs twice in a scope")
  func scope() {
    var scope = NameScope(reserved: ["class", "taken_2"])
    #expect(scope.claim("userID", .snake) == "user_id")
    #expect(scope.claim("user_id", .snake) == "user_id_2")
    #expect(scope.claim("User-ID", .snake) == "user_id_3")
    #expect(scope.claim("class", .snake) == "class_")
    #expect(scope.claim("Class", .snake) == "class_2")
    #expect(scope.claim("Class", .pascal) == "Class")
    #expect(scope.claim("taken", .snake) == "taken")
    #expect(scope.claim("taken", .snake) == "taken_3")
    #expect(scope.claim("2nd", .snake) == "v2nd")
    #expect(scope.claim("ü", .snake) == "value")
    #expect(scope.claim("", .snake) == "value_2")
    #expect(scope.claim(identifier: "HTTP_get") == "HTTP_get")
  }
}
