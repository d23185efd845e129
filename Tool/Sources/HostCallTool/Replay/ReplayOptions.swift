// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostBridgeCore
internal import HostCall

/// The options that name the side to which recorded calls are made again.
struct ReplayOptions: ParsableArguments {
  @Argument(help: "The library of the core, or of a host with exposed functions.", completion: .file())
  var library: String?

  @Option(name: .customLong("open"), help: OpenOption.help)
  var symbol: String?

  @Option(help: ArgumentHelp("How long each call may take.", valueName: "seconds"))
  var timeout = Seconds(30)

  @Flag(help: "Print the outcomes and their numbers as JSON instead.")
  var json = false

  @OptionGroup(title: "Host") var host: HostOptions

  @OptionGroup(title: "Server") var server: ServerOptions

  func validate() throws {
    if host.host == nil {
      guard (library == nil) != (server.server == nil) else {
        throw ValidationError("Expected either a library with --open, or --server, or --host.")
      }
    } else {
      guard server.server == nil else { throw ValidationError("--host and --server exclude each other.") }
      guard (library == nil) != (host.descriptor == nil) else {
        throw ValidationError("--host needs either the core's library with --open, or --descriptor.")
      }
    }
    guard (library == nil) == (symbol == nil) else {
      throw ValidationError("A library needs --open, which belongs to a library.")
    }
  }

  /// The calls to replay, and the answers to the core's nested calls.
  typealias Plan = (calls: [RecordedCall], answers: any ReplayAnswers)

  /// Makes recorded calls again, in order, and prints the outcomes.
  ///
  /// - Parameter plan: Returns the calls and answers, given the names that the side offers; `nil` for unknown ones.
  /// - Throws: The exit status, unless it is 0.
  func replay(_ plan: (_ offered: Set<String>?) -> Plan) async throws {
    let report: ReplayReport
    var isStuck = false
    if let library = host.host, let symbol = host.symbol {
      (report, isStuck) = try await replay(plan, host: library, symbol)
    } else if let library, let symbol {
      report = try await replay(plan, library, symbol)
    } else {
      report = try await replay(plan, server: server.server ?? "")
    }
    try Output.write(json ? report.json : report.summary + "\n")
    if isStuck {
      Output.writeError("hostcall: \(host.host ?? ""): calls that have timed out are not awaited")
      ProcessExit.now(report.status)
    }
    if report.status == 69 { throw CommandError.unavailable("no recorded call was answered, so nothing was compared") }
    if report.status != 0 { throw ExitCode(report.status) }
  }

  private func replay(
    _ plan: (Set<String>?) -> Plan, _ library: String, _ symbol: String
  ) async throws -> ReplayReport {
    let core = try CoreLibrary(path: library)
    let bridge = try core.openBridge(symbol)
    let result: Result<ReplayReport, any Error>
    do {
      let descriptor = try PrintSchemaCommand.decoded(try core.descriptor(of: bridge), of: core.path)
      let offered = CoreCall.all(of: descriptor, .toCore, isChecked: false)
      let plan = plan(Set(offered.keys))
      try CoreHost(core, bridge, descriptor, plan.answers, isChecked: false).register()
      let transport = try LibraryTransport(core, bridge, carriesRawBytes: true)
      result = .success(
        try await replay(
          plan.calls, plan.answers,
          on: ReplayedSide(transport: transport, calls: offered, timeout: timeout.duration)))
    } catch {
      result = .failure(error)
    }
    try core.close(bridge)
    return try result.get()
  }

  private func replay(
    _ plan: (Set<String>?) -> Plan, host library: String, _ symbol: String
  ) async throws -> (report: ReplayReport, isStuck: Bool) {
    // Of the core for which the host was written.
    let descriptor = try DescriptorFile.read(host.descriptor, orLibrary: self.library, openedBy: self.symbol)
    let time = timeout.duration
    let host = try await ReplayedHost(library: library, register: symbol, descriptor, within: time)
    let side = ReplayedSide(transport: host.transport, calls: host.calls, timeout: time)
    let result: Result<ReplayReport, any Error>
    do {
      result = .success(try await replay(plan(Set(host.calls.keys)).calls, nil, on: side))
    } catch {
      result = .failure(error)
    }
    await host.transport.close(within: time)
    return (try result.get(), host.transport.isStuck)
  }

  private func replay(_ plan: (Set<String>?) -> Plan, server address: String) async throws -> ReplayReport {
    let connection = try await server.connect(to: address)
    let result: Result<ReplayReport, any Error>
    do {
      let offered = try connection.descriptor.map { bytes in
        let descriptor = try PrintSchemaCommand.decoded(bytes, of: address)
        return CoreCall.all(of: descriptor, .toCore, isChecked: false).mapValues(\.inCBOR)
      }
      let side = ReplayedSide(transport: connection.transport, calls: offered, timeout: timeout.duration)
      // A core behind a server makes its calls to the server's host.
      result = .success(try await replay(plan(offered.map { Set($0.keys) }).calls, nil, on: side))
    } catch {
      result = .failure(error)
    }
    await connection.close()
    return try result.get()
  }

  private func replay(
    _ calls: [RecordedCall], _ answers: (any ReplayAnswers)?, on side: ReplayedSide
  ) async throws(CommandError) -> ReplayReport {
    var report = ReplayReport()
    var progress = ProgressBar(total: calls.count)
    defer { progress.clear() }
    for (index, call) in calls.enumerated() {
      progress.show(index)
      let (outcome, hostCalls) = await side.replay(call, at: index, answers)
      let line = report.add(outcome, of: call, hostCalls)
      guard !json else { continue }
      progress.clear()
      try Output.write(line + "\n")
    }
    return report
  }
}
