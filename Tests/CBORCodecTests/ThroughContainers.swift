extension [CodingUserInfoKey: any Sendable] {
  /// A `userInfo` with which a coder uses containers, even for types that are CBOREncodable or CBORDecodable.
  static var throughContainers: Self { CodingUserInfoKey(rawValue: "containers").map { [$0: true] } ?? [:] }
}
