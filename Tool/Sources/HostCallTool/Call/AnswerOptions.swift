// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostBridgeCore

/// The options that say how the calls that the core makes in turn are answered.
struct AnswerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      Answer a call that the core makes: with an item in notation, or with "failure ITEM", "error CODE MESSAGE" or \
      "items ITEM, …". Repeated for one name, the answers are given in order, and then the last one again.
      """, valueName: "name=answer"))
  var answer: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      Answer other calls with the golden files of a folder, such as log_in.response.cbor; if the request is that of \
      log_in.request.late.cbor, with log_in.response.late.cbor or log_in.failure.late.cbor.
      """, valueName: "folder"), completion: .directory)
  var answers: String?

  var isGiven: Bool { !answer.isEmpty || answers != nil }

  func validate() throws { _ = try scripts }

  /// The answers on the command line by the names of their calls, in order.
  private var scripts: [String: [AnswerText]] {
    get throws(ValidationError) {
      var scripts: [String: [AnswerText]] = [:]
      for text in answer {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
          throw ValidationError("--answer '\(text)': expected NAME=ANSWER.")
        }
        let name = String(text[..<equals])
        do throws(ValueError) {
          scripts[name, default: []].append(try AnswerText(String(text[text.index(after: equals)...])))
        } catch {
          throw ValidationError("--answer \(name): \(error).")
        }
      }
      return scripts
    }
  }

  /// Reads the golden files, and returns all answers.
  ///
  /// - Parameter asks: Whether to ask on the terminal about calls that have no answer.
  func read(asks: Bool) throws -> HostAnswers {
    HostAnswers(
      scripts: try scripts, golden: try answers.map { try GoldenFiles(folder: $0) },
      terminal: asks ? AnswerTerminal() : nil)
  }
}
