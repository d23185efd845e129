// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The golden files of a folder, as answers to calls of the core.
///
///     fetch_profile.request.unknown.cbor  →  fetch_profile.failure.unknown.cbor    of the same variant
///     any other request                   →  fetch_profile.response.cbor, or else fetch_profile.failure.cbor
package struct GoldenFiles: Sendable {
  /// The content of each file, by its name without `.cbor`.
  let files: [String: [UInt8]]

  package init(files: [String: [UInt8]]) {
    self.files = files
  }

  /// Reads the `*.cbor` in a folder, without those in its subfolders.
  init(folder path: String) throws(CommandError) {
    let folder = Folder(path: path)
    // In UTF-8, since a letter may form one character with the slash or the dot beside it.
    let start = folder.path.appending([]).description.utf8.count
    var files: [String: [UInt8]] = [:]
    for file in try folder.files(endingIn: ".cbor", inSubfolders: false) {
      let name = file.description.utf8.dropFirst(start).dropLast(".cbor".utf8.count)
      let input = try Input(regularFile: file)
      defer { input.close() }
      files[String(decoding: name, as: UTF8.self)] = try input.readAll()
    }
    guard !files.isEmpty else { throw .noInput("\(path): the folder contains no *.cbor") }
    self.files = files
  }

  /// The names of the calls that the files answer.
  package var names: [String] {
    let names = files.keys.compactMap { file in
      for kind in ["response", "failure"] {
        if file.hasSuffix(".\(kind)") { return String(file.dropLast(kind.count + 1)) }
        if let range = file.firstRange(of: ".\(kind).") { return String(file[..<range.lowerBound]) }
      }
      return nil
    }
    return Set(names).sorted()
  }

  /// An answer, with the name of its file.
  package typealias Answer = (answer: HostAnswer, file: String)

  /// Returns the answer to a request, with the name of its file; `nil` if there is none.
  ///
  /// The answer without a variant may belong to another request: see `difference(of:from:_:)`.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - call: The call.
  ///   - variant: The variant whose answer is preferred, such as `.unknown`, unless its request is another one.
  /// - Throws: What is wrong in the file that contains it.
  package func answer(
    to request: [UInt8], of call: CoreCall, preferring variant: String = ""
  ) throws(ValueError) -> Answer? {
    guard !call.isStream else { return nil }
    let prefix = "\(call.name).request"
    func isRequest(of variant: String) -> Bool {
      files[prefix + variant].map { difference(of: request, from: $0, call) == nil } ?? false
    }
    if files[prefix + variant] == nil || isRequest(of: variant), !variant.isEmpty,
      let answer = try answer(variant, of: call)
    {
      return answer
    }
    let variants = files.keys.filter { $0.hasPrefix("\(prefix).") }.sorted().map { String($0.dropFirst(prefix.count)) }
    for variant in variants where isRequest(of: variant) {
      if let answer = try answer(variant, of: call) { return answer }
    }
    return try answer("", of: call)
  }

  /// Checks that each file that answers a call contains an answer of it.
  ///
  /// - Throws: What is wrong in the first that does not, with its name.
  func checkAnswers(of call: CoreCall) throws(ValueError) {
    guard !call.isStream else { return }
    let starts = ["\(call.name).response", "\(call.name).failure"]
    let variants = files.keys.flatMap { file in
      starts.filter { file == $0 || file.hasPrefix("\($0).") }.map { String(file.dropFirst($0.count)) }
    }
    for variant in Set(variants).sorted() { _ = try answer(variant, of: call) }
  }

  /// Returns how a request differs from that of a variant, or without one; `nil` if it does not, or there is none.
  package func difference(of request: [UInt8], from call: CoreCall, _ variant: String = "") -> String? {
    let file = "\(call.name).request\(variant)"
    return files[file].flatMap { difference(of: request, from: $0, call) }.map { "\(file).cbor: \($0)" }
  }

  private func difference(of request: [UInt8], from file: [UInt8], _ call: CoreCall) -> String? {
    do throws(ValueError) {
      return try RecordedPart(file: file).difference(from: request, call.request)?.description
    } catch {
      return error.description
    }
  }

  private func answer(
    _ variant: String, of call: CoreCall
  ) throws(ValueError) -> Answer? {
    let (response, failure) = ("\(call.name).response\(variant)", "\(call.name).failure\(variant)")
    let file = files[response] == nil ? failure : response
    guard let content = files[file] else { return nil }
    do throws(ValueError) {
      let answer: HostAnswer =
        file == response
        ? .response(try call.response.bytes(ofFixture: content)) : .failure(try call.failure.bytes(ofFixture: content))
      return (answer, "\(file).cbor")
    } catch {
      throw ValueError("\(file).cbor: \(error)")
    }
  }
}
