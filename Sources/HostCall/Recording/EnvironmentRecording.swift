// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The recorder that the environment of the process asks for, which records the calls of every bridge and client.
///
/// `HostBridgeCore` receives it as an object without a type, since it knows no typed interceptors.
final class EnvironmentRecording: EnvironmentInterception {
  static let shared = EnvironmentRecording()

  /// The recorder; `nil` if there is none, or its log could not be opened, which was reported.
  private static let recorder: CallRecorder? = {
    do throws(HostSetupError) {
      return try make(SystemProcess.environment)
    } catch {
      ErrorOutput.write("hostcall: \(error.message); calls are not recorded\n")
      return nil
    }
  }()

  func adding(to configuration: HostBridgeConfiguration) -> HostBridgeConfiguration {
    Self.recorder.map { Self.adding($0, to: configuration) } ?? configuration
  }

  /// Returns a configuration with a recorder, which one that comes from another bridge has already.
  static func adding(_ recorder: CallRecorder, to configuration: HostBridgeConfiguration) -> HostBridgeConfiguration {
    var configuration = configuration
    if !configuration.callInterceptors.contains(where: { $0 as AnyObject === recorder }) {
      configuration.callInterceptors.insert(recorder, at: 0)
    }
    if !configuration.handlerInterceptors.contains(where: { $0 as AnyObject === recorder }) {
      configuration.handlerInterceptors.insert(recorder, at: 0)
    }
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
      options.redactedFields = Set(names.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty })
    }
    if let text = environment("HOSTCALL_TRACE_LIMIT") {
      guard let limit = Int(text), limit > 0 else {
        throw invalid("HOSTCALL_TRACE_LIMIT", text, "a number of bytes")
      }
      options.sizeLimit = limit
    }
    return try CallRecorder(path: path, options: options)
  }

  /// Returns text without the spaces around it.
  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
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

/// Replaces the weak function of `CBridgePlatform`.
///
/// - Returns: The object, which lives as long as the process.
@c(hostcall_environment_interception)
func environmentInterception() -> UnsafeRawPointer? {
  unsafe UnsafeRawPointer(Unmanaged.passUnretained(EnvironmentRecording.shared).toOpaque())
}
