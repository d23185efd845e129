// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import ArgumentParser
internal import HostCallGRPC

/// The limits of the server: see `HostCallServer.Configuration`.
struct LimitOptions: ParsableArguments {
  private static let defaults = HostCallServer.Configuration()

  @Option(help: ArgumentHelp("The maximum number of bytes of a request or response.", valueName: "bytes"))
  var maxPayload = defaults.maximumPayloadSize

  @Option(
    help: ArgumentHelp(
      "The maximum number of bytes of requests and responses to buffer at once, in total.", valueName: "bytes"))
  var maxBuffered = defaults.maximumBufferedBytes

  @Option(help: ArgumentHelp("The maximum number of connections at once.", valueName: "count"))
  var maxConnections = defaults.maximumConnections

  @Option(help: ArgumentHelp("The maximum number of calls in flight on a connection.", valueName: "count"))
  var maxCalls = defaults.maximumCallsPerConnection

  @Option(help: ArgumentHelp("The maximum number of elements of a stream to buffer.", valueName: "count"))
  var maxStreamBuffer = defaults.maximumStreamBuffer

  @Option(
    help: ArgumentHelp("How long a request may take to arrive, and a response to be received.", valueName: "seconds"))
  var transferTimeout = Seconds(defaults.transferTimeout)

  @Option(help: ArgumentHelp("How long a connection may take to speak HTTP/2.", valueName: "seconds"))
  var handshakeTimeout = Seconds(defaults.handshakeTimeout)

  @Option(help: ArgumentHelp("How long a connection may be idle; 0 for no limit.", valueName: "seconds"))
  var maxIdle = Seconds(defaults.maximumIdleTime ?? .zero)

  @Option(help: ArgumentHelp("How old a connection may be; 0 for no limit.", valueName: "seconds"))
  var maxAge = Seconds(defaults.maximumConnectionAge ?? .zero)

  var configuration: HostCallServer.Configuration {
    var configuration = HostCallServer.Configuration()
    configuration.maximumPayloadSize = maxPayload
    configuration.maximumBufferedBytes = maxBuffered
    configuration.maximumConnections = maxConnections
    configuration.maximumCallsPerConnection = maxCalls
    configuration.maximumStreamBuffer = maxStreamBuffer
    configuration.transferTimeout = transferTimeout.duration
    configuration.handshakeTimeout = handshakeTimeout.duration
    configuration.maximumIdleTime = maxIdle.duration == .zero ? nil : maxIdle.duration
    configuration.maximumConnectionAge = maxAge.duration == .zero ? nil : maxAge.duration
    return configuration
  }

  func validate() throws {
    // The server's configuration replaces a value outside its range with the nearest valid one.
    let used = configuration
    for (option, given, used) in [
      ("--max-payload", "\(maxPayload)", "\(used.maximumPayloadSize)"),
      ("--max-buffered", "\(maxBuffered)", "\(used.maximumBufferedBytes)"),
      ("--max-connections", "\(maxConnections)", "\(used.maximumConnections)"),
      ("--max-calls", "\(maxCalls)", "\(used.maximumCallsPerConnection)"),
      ("--max-stream-buffer", "\(maxStreamBuffer)", "\(used.maximumStreamBuffer)"),
      ("--transfer-timeout", "\(transferTimeout)", "\(Seconds(used.transferTimeout))"),
      ("--handshake-timeout", "\(handshakeTimeout)", "\(Seconds(used.handshakeTimeout))"),
      ("--max-idle", "\(maxIdle)", "\(Seconds(used.maximumIdleTime ?? .zero))"),
      ("--max-age", "\(maxAge)", "\(Seconds(used.maximumConnectionAge ?? .zero))"),
    ] where given != used {
      throw ValidationError("\(option) is \(given); the nearest valid value is \(used).")
    }
  }
}
#endif
