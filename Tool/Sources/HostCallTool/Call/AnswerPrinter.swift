// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import HostCall

/// Makes a call, and prints its answer or its items.
struct AnswerPrinter {
  let call: CoreCall
  let format: AnswerFormat

  /// - Throws: An error with the exit status 1 for an answer that is no response.
  func print(_ sent: TransportCall, on transport: any HostCallTransport) async throws(CommandError) {
    guard !call.isStream else { return try await printItems(sent, transport) }
    let response: [UInt8]
    do throws(BridgeError) {
      response = try await transport.send(sent)
    } catch {
      throw failure(error)
    }
    try Output.write(try format.output(response, call.response))
  }

  private func printItems(_ sent: TransportCall, _ transport: any HostCallTransport) async throws(CommandError) {
    var count = 0
    do {
      let stream = try await transport.stream(sent, buffer: Self.buffer, silence: nil)
      while let item = try await stream.nextBytes() {
        try Output.write(try format.output(item, call.response))
        count += 1
      }
    } catch let error as BridgeError {
      throw failure(error, after: count)
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError(status: 1, message: "\(call.name): \(error)")
    }
    Output.writeError("hostcall: \(call.name): the end, after \(Self.items(count))")
  }

  /// The number of items that may arrive before they are printed.
  private static let buffer = 16

  private static func items(_ count: Int) -> String { count == 1 ? "1 item" : "\(count) items" }

  private func failure(_ error: BridgeError, after items: Int = 0) -> CommandError {
    var message = PrintableText.of("\(call.name): \(error.code): \(error.message)")
    if items > 0 { message += ", after \(Self.items(items))" }
    if let failure = error.failure {
      message += "\n" + call.failure.notation(of: failure, indented: format == .pretty)
    }
    return CommandError(status: 1, message: message)
  }
}
