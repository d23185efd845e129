// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CHostBridge

// Metadata and statistics.
extension EntryPoint {
  static func getMetadata(
    _ handle: hostcall_bridge, _ callID: UInt64, _ key: UnsafePointer<CChar>?, _ value: UnsafeMutablePointer<UInt8>?,
    _ size: Int, _ lengthOut: UnsafeMutablePointer<Int>?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      guard let key = unsafe key else { throw StatusError(.invalidArgument, .pointerIsNull, text: "key") }
      let buffer = try unsafe ValueBuffer(value, size, lengthOut)
      let metadata = try storage.pendingMetadata(callID)
      // No entry has a longer key.
      let length = unsafe AlignedBytes.length(of: key, atMost: MetadataRules.maximumKeyLength + 1)
      let text = unsafe String(decoding: UnsafeRawBufferPointer(start: key, count: length), as: UTF8.self)
      guard let value = metadata.value(forKey: text) else {
        throw StatusError(.nothing, .noMetadata, first: callID, text: text)
      }
      try buffer.copy(value)
    }
  }

  static func nextMetadata(
    _ handle: hostcall_bridge, _ callID: UInt64, _ index: UnsafeMutablePointer<Int>?,
    _ key: UnsafeMutablePointer<CChar>?, _ keySize: Int, _ value: UnsafeMutablePointer<UInt8>?, _ size: Int,
    _ lengthOut: UnsafeMutablePointer<Int>?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      guard let index = UnsafeMutableRawPointer(index) else {
        throw StatusError(.invalidArgument, .pointerIsNull, text: "index")
      }
      guard let key = UnsafeMutableRawPointer(key) else {
        throw StatusError(.invalidArgument, .pointerIsNull, text: "key")
      }
      guard UInt(bitPattern: keySize) > UInt(MetadataRules.maximumKeyLength) else {
        throw StatusError(
          .invalidArgument, .keyBufferIsTooSmall, first: UInt64(UInt(bitPattern: keySize)),
          second: UInt64(MetadataRules.maximumKeyLength + 1))
      }
      let buffer = try unsafe ValueBuffer(value, size, lengthOut)
      let entries = try storage.pendingMetadata(callID).entries
      let position = unsafe index.loadUnaligned(as: Int.self)
      // As an `Int`, a `size_t` above `Int.max` is negative.
      guard entries.indices.contains(position) else {
        throw StatusError(.nothing, .noFurtherMetadata, first: UInt64(entries.count))
      }
      let entry = entries[position]
      let bytes = Array(entry.key.utf8) + [0]
      unsafe key.copyMemory(from: bytes, byteCount: bytes.count)
      try buffer.copy(entry.value)
      unsafe index.storeBytes(of: position + 1, as: Int.self)
    }
  }

  /// A host's buffer for a value, and the place for its length.
  @safe private struct ValueBuffer {
    private let start: UnsafeMutableRawPointer?
    private let size: Int
    private let length: UnsafeMutableRawPointer

    init(
      _ start: UnsafeMutablePointer<UInt8>?, _ size: Int, _ length: UnsafeMutablePointer<Int>?
    ) throws(StatusError) {
      guard let length = UnsafeMutableRawPointer(length) else {
        throw StatusError(.invalidArgument, .pointerIsNull, text: "pointer for the length")
      }
      try unsafe EntryPoint.checkBytes(start, count: size, of: "value")
      unsafe self.start = UnsafeMutableRawPointer(start)
      self.size = size
      unsafe self.length = length
    }

    /// Writes the length of `value`, and the bytes if there is a buffer.
    func copy(_ value: HostCallMetadata.Value) throws(StatusError) {
      let bytes =
        switch value {
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        }
      unsafe length.storeBytes(of: bytes.count, as: Int.self)
      guard let start = unsafe start else { return }
      guard UInt(bytes.count) <= UInt(bitPattern: size) else {
        throw StatusError(
          .resourceExhausted, .bufferIsTooSmall, first: UInt64(bytes.count), second: UInt64(UInt(bitPattern: size)),
          text: "value")
      }
      unsafe start.copyMemory(from: bytes, byteCount: bytes.count)
    }
  }

  static func getStatistics(
    _ handle: hostcall_bridge, _ statistics: UnsafeMutablePointer<hostcall_statistics>?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      let first = MemoryLayout<hostcall_statistics>.offset(of: \.listeners) ?? 0
      let size = try unsafe SizedStruct.checkSize(UnsafePointer(statistics), "statistics", first: first)
      let counters = storage.statistics
      unsafe SizedStruct.write(
        hostcall_statistics(
          size: 0, made: counters.made, answered: counters.answered, failed: counters.failed,
          cancelled: counters.cancelled, expired: counters.expired, late: counters.late, in_flight: counters.inFlight,
          waiting: counters.waiting, request_bytes: counters.requestBytes, answer_bytes: counters.answerBytes,
          listeners: counters.listeners, events: counters.events, events_dropped: counters.eventsDropped,
          events_emitted: counters.eventsEmitted, events_delivered: counters.eventsDelivered, streams: counters.streams,
          items_to_core: counters.itemsToCore, items_to_host: counters.itemsToHost),
        to: statistics, size: size, first: first)
    }
  }

  // MARK: Options of a call to the core

  /// Returns a copy of the options of a call; the default options for NULL.
  static func inboundOptions(
    _ start: UnsafePointer<hostcall_call_options>?, on storage: BridgeStorage
  ) throws(StatusError) -> InboundOptions {
    guard unsafe start != nil else { return InboundOptions() }
    let stated = try unsafe SizedStruct.read(
      start, "options", earlier: MemoryLayout<hostcall_call_options>.offset(of: \.silence_ns) ?? 0,
      over: hostcall_call_options())
    var options = InboundOptions()
    let (timeout, fingerprint) = unsafe (stated.timeout_ns, stated.fingerprint)
    if timeout != 0, timeout != .max { options.deadline = storage.deadline(after: .nanoseconds(timeout)) }
    if fingerprint != 0 { options.fingerprint = fingerprint }
    let silence = unsafe stated.silence_ns
    if silence != 0, silence != .max { options.silence = .nanoseconds(max(0, silence)) }
    options.metadata = try unsafe metadata(stated.metadata, count: stated.metadata_count)
    return options
  }

  private static func metadata(
    _ start: UnsafePointer<hostcall_field>?, count: Int
  ) throws(StatusError) -> HostCallMetadata {
    guard count != 0 else { return HostCallMetadata() }
    guard let start = unsafe UnsafeRawPointer(start) else {
      throw StatusError(
        .invalidArgument, .bytesAreNull, first: UInt64(UInt(bitPattern: count)), text: "array of metadata")
    }
    guard UInt(bitPattern: count) <= UInt(MetadataRules.maximumCount) else { throw .metadata(.tooManyEntries) }
    var metadata = HostCallMetadata()
    for index in 0..<count {
      let field = unsafe (start + index * MemoryLayout<hostcall_field>.stride).loadUnaligned(as: hostcall_field.self)
      do throws(HostSetupError) {
        try unsafe append(field, to: &metadata)
      } catch {
        throw .metadata(error)
      }
    }
    return metadata
  }

  private static func append(_ field: hostcall_field, to metadata: inout HostCallMetadata) throws(HostSetupError) {
    let (keyLength, valueLength) = unsafe (UInt(bitPattern: field.key_len), UInt(bitPattern: field.value_len))
    // Nothing is read beyond the limits.
    guard keyLength <= UInt(MetadataRules.maximumKeyLength) else { throw MetadataRules.tooLong(key: keyLength) }
    guard let key = unsafe UnsafeRawPointer(field.key) else { throw MetadataRules.isNull("key") }
    let text = unsafe String(decoding: UnsafeRawBufferPointer(start: key, count: Int(keyLength)), as: UTF8.self)
    guard valueLength <= UInt(MetadataRules.maximumSize) else { throw MetadataRules.tooLarge(size: valueLength) }
    let value = unsafe UnsafeRawBufferPointer(start: field.value, count: field.value == nil ? 0 : Int(valueLength))
    guard value.count == Int(valueLength) else { throw MetadataRules.isNull("value under \"\(text)\"") }
    if MetadataRules.hasBytes(text) {
      try metadata.append(.bytes(unsafe [UInt8](value)), forKey: text)
    } else {
      // A byte that is not ASCII becomes a character that is not allowed.
      try metadata.append(.text(unsafe String(decoding: value, as: UTF8.self)), forKey: text)
    }
  }
}
