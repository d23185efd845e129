// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension GoldenFiles {
  /// The requests, each with the answer of the same variant, in the order of the files' names.
  ///
  ///     log_in.request.late.cbor  →  log_in.response.late.cbor, or else log_in.failure.late.cbor
  package var calls: [(call: RecordedCall, variant: String)] {
    files.sorted { $0.key < $1.key }.compactMap { file, content in
      guard let (name, variant) = Self.request(file) else { return nil }
      let (response, failure) = ("\(name).response\(variant)", "\(name).failure\(variant)")
      var call = RecordedCall(
        source: "\(file).cbor", name: name, request: RecordedPart(file: content),
        answer: .failure(NotReplayable("there is no \(response).cbor or \(failure).cbor")))
      if let content = files[response] {
        (call.answer, call.answerSource) = (.success(.response(RecordedPart(file: content))), "\(response).cbor")
      } else if let content = files[failure] {
        (call.answer, call.answerSource) = (.success(.failure(RecordedPart(file: content))), "\(failure).cbor")
      }
      return (call, variant)
    }
  }

  /// Splits the name of a request's file, without `.cbor`; returns `nil` for another file.
  private static func request(_ file: String) -> (name: String, variant: String)? {
    let word = ".request"
    if file.hasSuffix(word) { return (String(file.dropLast(word.count)), "") }
    guard let range = file.firstRange(of: "\(word).") else { return nil }
    return (String(file[..<range.lowerBound]), String(file[range.lowerBound...].dropFirst(word.count)))
  }
}
