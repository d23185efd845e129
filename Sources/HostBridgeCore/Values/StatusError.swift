// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The error of a C function: its status, and the parts of the message for `hostcall_last_error`, which are formatted
/// only on demand.
struct StatusError: Error {
  /// The message, without its numbers and text.
  enum Reason: Int32 {
    case noBridge = 1
    case closed, insideCallback
    case nameIsNull, nameIsEmpty, nameIsTooLong, nameIsNotUTF8
    case bytesAreNull, pointerIsNull, structIsTooSmall
    case noSuchOutcome, noSuchCode, unknownCall
    case nothingExposed, nothingRegistered, nothingDescribed
    case tooLarge, noMemory, tooManyCalls, bufferIsTooSmall
    case noMetadata, noFurtherMetadata, keyBufferIsTooSmall
    case tooLateForQueue, noQueue, insideWake, noMessage
    case tooManyListeners, noSubscription, noSuchPolicy
    case noCredit, noStream, streamHasNoPayload, isStream, isNoStream
    case text
  }

  let status: Status
  let reason: Reason
  /// The numbers and the text of the message.
  var first: UInt64 = 0
  var second: UInt64 = 0
  var text = ""

  init(_ status: Status, _ reason: Reason, first: UInt64 = 0, second: UInt64 = 0, text: String = "") {
    self.status = status
    self.reason = reason
    self.first = first
    self.second = second
    self.text = text
  }

  static func unknownCall(_ id: UInt64) -> StatusError { StatusError(.unknownCall, .unknownCall, first: id) }

  static var closed: StatusError { StatusError(.closed, .closed) }

  /// Returns the error for `size` bytes over the limit.
  static func tooLarge(_ what: String, size: UInt, limit: Int) -> StatusError {
    StatusError(.resourceExhausted, .tooLarge, first: UInt64(size), second: UInt64(limit), text: what)
  }

  /// Returns the error for `size` bytes within the limit for which memory is lacking.
  static func noMemory(_ what: String, _ size: UInt) -> StatusError {
    StatusError(.resourceExhausted, .noMemory, first: UInt64(size), text: what)
  }

  var message: String { reason.message(first: first, second: second, text: text) }
}

extension StatusError.Reason {
  func message(first: UInt64, second: UInt64, text: String) -> String {
    switch self {
    case .noBridge: "no such bridge: it was closed, was not opened, or belongs to another library or process"
    case .closed: "the bridge is being closed"
    case .insideCallback: "a bridge cannot be closed from inside one of its callbacks"
    case .nameIsNull: "the name is NULL"
    case .nameIsEmpty: "the name is empty"
    case .nameIsTooLong: "the name is longer than the maximum of \(WireName.maximumLength) bytes"
    case .nameIsNotUTF8: "the name is not UTF-8"
    case .bytesAreNull: "the \(text) is NULL, but its length is \(first)"
    case .pointerIsNull: "the \(text) is NULL"
    case .structIsTooSmall: "the size of the \(text) is \(first); the first version has \(second) bytes"
    case .noSuchOutcome:
      "\(Int32(truncatingIfNeeded: first)) is not a defined outcome; outcomes are 0 to 3 and 257 to 272"
    case .noSuchCode: "\(Int32(truncatingIfNeeded: first)) is not a defined code; codes are 1 to 16"
    case .unknownCall: "no call with the ID \(first) is pending: it was answered, has ended, or never existed"
    case .nothingExposed: "the core exposes nothing under \"\(text)\""
    case .nothingRegistered: "nothing is registered under \"\(text)\""
    case .nothingDescribed: "the core has not declared or exposed any calls or events with schemas"
    case .tooLarge: SizeMessage.tooLarge(text, size: first, limit: second)
    case .noMemory: SizeMessage.noMemory(for: text, size: first)
    case .tooManyCalls: "too many calls of this host await their reply or still run; the limit is \(first)"
    case .bufferIsTooSmall: "the \(text) has \(first) bytes, the buffer \(second)"
    case .noMetadata: "the call \(first) has no metadata under \"\(text)\""
    case .noFurtherMetadata: "the call has \(first) entries of metadata, and no further one"
    case .keyBufferIsTooSmall: "the buffer for the key has \(first) bytes; \(second) are needed"
    case .tooLateForQueue: "the host already has a queue, has registered or subscribed a function or has made a call"
    case .noQueue: "the bridge has no queue: see hostcall_queue_enable"
    case .insideWake: "a message cannot be taken from inside a callback of its bridge"
    case .noMessage: "no message came in time"
    case .tooManyListeners: "the host has too many listeners that are not released; the limit is \(first)"
    case .noSubscription: "the host has no subscription with the ID \(first): it has ended, or never existed"
    case .noSuchPolicy: "\(Int32(truncatingIfNeeded: first)) is not a defined policy; policies are 0 and 1"
    case .noCredit: "the stream \(first) has no credit for another item"
    case .noStream: "the call \(first) is not a stream"
    case .streamHasNoPayload: "the end of a stream has no payload if it is not an error; send items with hostcall_send"
    case .isStream: "the core exposes \"\(text)\" as a stream: see hostcall_call_stream"
    case .isNoStream: "the core exposes \"\(text)\", but not as a stream: see hostcall_call"
    case .text: text
    }
  }
}
