/// Wire names from the names of types.
enum SnakeCase {
  /// The wire name of `type` by default; empty for a generic type, which has to state its own.
  static func wireName(of type: Any.Type) -> String {
    let name = String(describing: type)
    return name.contains("<") ? "" : convert(name)
  }

  /// `FetchProfile` → `fetch_profile`, `HTTPGet` → `http_get`, `GetURLInfo2` → `get_url_info2`.
  ///
  /// A word begins with a capital letter that follows a small one or a digit, and with the last of several capitals if
  /// a small letter follows it.
  static func convert(_ name: String) -> String {
    let letters = Array(name)
    var result = ""
    for (index, letter) in letters.enumerated() {
      if letter.isUppercase, index > 0 {
        let previous = letters[index - 1]
        let endsAbbreviation =
          previous.isUppercase && index + 1 < letters.count && letters[index + 1].isLowercase
        if previous.isLowercase || previous.isNumber || endsAbbreviation { result += "_" }
      }
      result += letter.lowercased()
    }
    return result
  }
}
