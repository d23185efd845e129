// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Text and bytes that a call carries beside its request, such as a trace, a tenant, or a locale.
///
///     var metadata = HostCallMetadata.current
///     try metadata.set("acme", forKey: "tenant")
///     try await HostCallMetadata.withValue(metadata) {
///       try await bridge.call(FetchProfile(userID: 7))  // the host can look up "tenant"
///     }
///
/// The metadata of a task is carried by every call that it makes, in this process and across machines, and by the calls
/// that the handlers of those calls make in turn, except for the entry `authorization`. Child tasks and `Task {}`
/// inherit it, `Task.detached` does not. Answers carry none, and metadata is not part of a schema.
///
/// A key consists of 1 to 64 lowercase letters, digits, `_`, `.` and `-`, and has one value: printable ASCII text
/// without spaces at its ends or, for a key that ends in `-bin`, any bytes. Keys that begin with `grpc-` or `hostcall-`
/// and those that HTTP uses itself, such as `host`, are reserved. There are at most 64 entries with a total ``size`` of
/// at most 8192 bytes.
///
/// Entries keep the order in which they were added. Two values are equal if they have the same entries in the same
/// order.
///
/// Thread safety: a value.
public struct HostCallMetadata: Hashable, Sendable {
  /// The value of an entry.
  public enum Value: Hashable, Sendable {
    /// Printable ASCII without spaces at its ends.
    case text(String)
    /// Bytes, whose key ends in `-bin`.
    case bytes([UInt8])
  }

  /// A key with its value.
  struct Entry: Hashable, Sendable {
    let key: String
    let value: Value
  }

  private(set) var entries: [Entry] = []
  /// The size in bytes, as HTTP/2 counts a list of headers: for each entry those of the key and the value, which is in
  /// base64 if it is bytes, and 32.
  ///
  /// Source: [RFC 9113, section 6.5.2](https://www.rfc-editor.org/rfc/rfc9113#section-6.5.2).
  public private(set) var size = 0

  /// Creates metadata without entries.
  public init() {}

  /// The number of entries.
  public var count: Int { entries.count }

  /// A Boolean value that indicates whether there are no entries.
  public var isEmpty: Bool { entries.isEmpty }

  /// The keys, in the order of the entries.
  public var keys: [String] { entries.map(\.key) }

  /// The text under `key`; `nil` if there is no entry, or it has bytes.
  public subscript(key: String) -> String? {
    if case .text(let text)? = value(forKey: key) { text } else { nil }
  }

  /// Returns the bytes under `key`; `nil` if there is no entry, or it has text.
  public func bytes(forKey key: String) -> [UInt8]? {
    if case .bytes(let bytes)? = value(forKey: key) { bytes } else { nil }
  }

  /// Returns the value under `key`; `nil` if there is no entry.
  ///
  /// Complexity: linear in the number of entries.
  public func value(forKey key: String) -> Value? { entries.first { $0.key == key }?.value }

  /// Sets the text under `key`, replacing the entry if there is one.
  ///
  /// Complexity: linear in the number of entries.
  ///
  /// - Throws: ``HostCallCode/invalidArgument`` for a key or a text that is not allowed,
  ///   ``HostCallCode/resourceExhausted`` beyond the limits; the metadata is then unchanged.
  public mutating func set(_ text: String, forKey key: String) throws(HostSetupError) {
    try set(.text(text), forKey: key)
  }

  /// Sets the bytes under `key`, which ends in `-bin`, replacing the entry if there is one.
  ///
  /// - Throws: As ``set(_:forKey:)-(String,_)``.
  public mutating func set(_ bytes: [UInt8], forKey key: String) throws(HostSetupError) {
    try set(.bytes(bytes), forKey: key)
  }

  /// Removes the entry under `key`, if there is one.
  public mutating func removeValue(forKey key: String) {
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return }
    size -= MetadataRules.size(of: entries.remove(at: index))
  }

  private mutating func set(_ value: Value, forKey key: String) throws(HostSetupError) {
    var changed = self
    changed.removeValue(forKey: key)
    try changed.append(Entry(key: key, value: value))
    self = changed
  }

  /// What the calls of a handler, or of a server's interceptor, carry of the metadata of the call that it answers: all
  /// but `authorization`, which was given to this server, and might be valid elsewhere.
  package var inheritedByCalls: HostCallMetadata {
    guard hasAuthorization else { return self }
    var inherited = self
    inherited.removeValue(forKey: MetadataRules.authorization)
    return inherited
  }

  /// Returns the metadata with the `authorization` of `callers`, unless it has one of its own.
  ///
  /// If that exceeds the limits, the last entries are left out.
  package func withAuthorization(of callers: HostCallMetadata) -> HostCallMetadata {
    guard !hasAuthorization,
      let authorization = callers.entries.first(where: { $0.key == MetadataRules.authorization })
    else { return self }
    var metadata = HostCallMetadata()
    for entry in [authorization] + entries { try? metadata.append(entry) }
    return metadata
  }

  /// Whether there is an entry `authorization`, which is secret.
  package var hasAuthorization: Bool { value(forKey: MetadataRules.authorization) != nil }

  /// Returns whether `key` belongs to the transport.
  package static func isReserved(_ key: String) -> Bool { MetadataRules.isReserved(key) }

  /// Adds an entry that comes from outside.
  ///
  /// - Throws: ``HostCallCode/invalidArgument`` also for a key that has an entry.
  package mutating func append(_ value: Value, forKey key: String) throws(HostSetupError) {
    guard self.value(forKey: key) == nil else { throw MetadataRules.repeated(key) }
    try append(Entry(key: key, value: value))
  }

  private mutating func append(_ entry: Entry) throws(HostSetupError) {
    try MetadataRules.check(entry)
    let sum = size + MetadataRules.size(of: entry)
    try MetadataRules.check(count: count + 1, size: sum)
    entries.append(entry)
    size = sum
  }
}

extension HostCallMetadata: CustomStringConvertible {
  /// The keys, without the values, which may be secret.
  public var description: String { "metadata with the keys \(keys)" }
}
