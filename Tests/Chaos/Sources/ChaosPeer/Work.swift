// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall

/// A call that says who it is, how long its handler works, and how large its answer is.
protocol Work: HostCallable where Response == Answer, Failure == Never {
  var id: Int { get }
  var milliseconds: Int { get }
  var answerSize: Int { get }

  init(id: Int, milliseconds: Int, answerSize: Int, padding: String)
}

/// What a handler of `Work` answers.
struct Answer: Codable, Equatable, Sendable {
  var id: Int
  var server: Int
  var padding: String
}

/// Work that may be done twice.
struct RepeatableWork: Work {
  static var isIdempotent: Bool { true }
  typealias Response = Answer

  var id: Int
  var milliseconds: Int
  var answerSize: Int
  var padding: String
}

/// Work that must not be done twice.
struct SingleWork: Work {
  typealias Response = Answer

  var id: Int
  var milliseconds: Int
  var answerSize: Int
  var padding: String
}
