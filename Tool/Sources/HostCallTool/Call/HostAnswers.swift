// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import Synchronization

/// Decides how the calls that the core makes are answered: from the command line, from golden files, or on the
/// terminal.
package final class HostAnswers: HostAnswering {
  private let scripts: Mutex<[String: ArraySlice<AnswerText>]>
  private let golden: GoldenFiles?
  private let terminal: AnswerTerminal?

  /// - Parameters:
  ///   - scripts: The answers to each call, by its name, in order; the last one repeats.
  ///   - golden: The golden files for other calls.
  ///   - terminal: The terminal that is asked about the rest.
  package init(scripts: [String: [AnswerText]], golden: GoldenFiles? = nil, terminal: AnswerTerminal? = nil) {
    self.scripts = Mutex(scripts.mapValues { $0[...] })
    self.golden = golden
    self.terminal = terminal
  }

  /// The names of the calls that the command line and golden files answer.
  package var names: [String] { Set(scripts.withLock { Array($0.keys) } + (golden?.names ?? [])).sorted() }

  /// Checks that each answer on the command line, and each golden file that answers a call, is one of its call, as far
  /// as the core has described that.
  package func check(_ calls: [String: CoreCall]) throws(CommandError) {
    for (name, script) in scripts.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      let call = calls[name] ?? CoreCall(unlisted: name, isStream: isStream(name))
      do throws(ValueError) {
        for answer in script { _ = try answer.encoded(for: call) }
      } catch {
        throw .malformedData("--answer \(name): \(error)")
      }
    }
    guard let golden else { return }
    do throws(ValueError) {
      for call in calls.values.sorted(by: { $0.name < $1.name }) { try golden.checkAnswers(of: call) }
    } catch {
      throw .malformedData("\(error)")
    }
  }

  /// Returns whether the command line answers a call as a stream, for one that the core has not described.
  package func isStream(_ name: String) -> Bool {
    scripts.withLock { scripts in
      scripts[name]?.contains { if case .items = $0 { true } else { false } } ?? false
    }
  }

  /// Answers a call, at once or, if the terminal is asked, later on another thread.
  package func answer(_ call: CoreCall, to request: [UInt8], _ complete: @escaping @Sendable (HostAnswer) -> Void) {
    do throws(ValueError) {
      if let scripted = next(call.name) { return complete(try scripted.encoded(for: call)) }
      if let golden = try golden?.answer(to: request, of: call) { return complete(golden.answer) }
    } catch {
      return complete(refused(call, request, "the answer is wrong: \(error)"))
    }
    if let terminal { return terminal.ask(call, request, complete) }
    let option = "--answer '\(call.name)=\(call.isStream ? "items ITEM, …" : "ITEM")'"
    complete(refused(call, request, "nothing answers it: pass \(option) or --answers FOLDER"))
  }

  private func next(_ name: String) -> AnswerText? {
    scripts.withLock { scripts in
      guard let first = scripts[name]?.first else { return nil }
      if let count = scripts[name]?.count, count > 1 { scripts[name]?.removeFirst() }
      return first
    }
  }

  private func refused(_ call: CoreCall, _ request: [UInt8], _ reason: String) -> HostAnswer {
    Output.writeError("hostcall: the core calls \(call.name)(\(call.request.notation(of: request))), and \(reason)")
    return .error(.unimplemented, "hostcall call: \(call.name): \(reason)")
  }
}
