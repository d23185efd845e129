// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostBridgeCore

/// The recorder that the environment of the process asks for, which records the calls of every bridge and client.
///
/// `HostBridgeCore` finds this type by its name, since it knows no typed interceptors. Its access is `package` because the
/// compiler leaves out an internal type to which nothing refers.
package enum EnvironmentRecording: EnvironmentInterception {
  /// The recorder; `nil` if there is none, or its log could not be opened, which was reported.
  private static let recorder: CallRecorder? = {
    do throws(HostSetupError) {
      return try make(SystemProcess.environment)
    } catch {
      ErrorOutput.write("hostcall: \(error.message); calls are not recorded\n")
      return nil
    }
  }()

  package static func adding(to configuration: HostBridgeConfiguration) -> HostBridgeConfiguration {
    guard let recorder else { return configuration }
    var configuration = configuration
    configuration.callInterceptors.insert(recorder, at: 0)
    configuration.handlerInterceptors.insert(recorder, at: 0)
    return configuration
  }

  /// Creates the recorder that variables ask for.
  ///
  /// - Parameter environment: Returns the value of a variable; `nil` if it is not set.
  /// - Throws: What is wrong with the variables, or with the log.
  static func make(_ environment: (String) -> String?) throws(HostSetupError) -> CallRecorder? {
    guard let path = environment(HostBridgeConfiguration.traceVariable) else { return nil }
    var options = CallRecorder.Options()
    options.recordsPayloads = try flag("HOSTCALL_TRACE_PAYLOADS", environment)
    options.recordsBeginnings = try flag("HOSTCALL_TRACE_BEGINNINGS", environment)
    if let names = environment("HOSTCALL_TRACE_REDACT") {
      options.redactedFields = Set(names.split(separator: ",").map(String.init))
    }
    if let text = environment("HOSTCALL_TRACE_LIMIT") {
      guard let limit = Int(text), limit > 0 else {
        throw invalid("HOSTCALL_TRACE_LIMIT", text, "a number of bytes")
      }
      options.sizeLimit = limit
    }
    return try CallRecorder(path: path, options: options)
  }

  private static func flag(_ name: String, _ environment: (String) -> String?) throws(HostSetupError) -> Bool {
    switch environment(name) {
    case nil, "0": false
    case "1": true
    case let text?: throw invalid(name, text, "0 or 1")
    }
  }

  private static func invalid(_ name: String, _ text: String, _ expected: String) -> HostSetupError {
    HostSetupError(code: .invalidArgument, message: "\(name) is '\(text)', expected \(expected)")
  }
}
