// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

extension ConformanceService {
  func sendEvolving(_ malformation: Malformation) async throws(HostCallError<Never>) -> EvolvingReport {
    do throws(BridgeError) {
      let request = malformation.bytes { [CBORValue.Pair(key: "value", value: $0)] }
      let answer = try await bridge.callBytes("echo_evolving", request)
      do {
        let value = try CBORDecoder().decode(Evolving.self, from: answer)
        return EvolvingReport(outcome: "ok", message: "", value: value)
      } catch {
        return EvolvingReport(outcome: "undecodable", message: "\(error)")
      }
    } catch {
      return EvolvingReport(outcome: "\(error.code)", message: error.message)
    }
  }

  func answerEvolving(_ malformation: Malformation) async throws(HostCallError<Never>) -> AnsweredEvolving {
    guard let value = malformation.value else {
      throw HostCallError(code: .invalidArgument, message: "\(malformation) is not well-formed")
    }
    return AnsweredEvolving(value)
  }
}
