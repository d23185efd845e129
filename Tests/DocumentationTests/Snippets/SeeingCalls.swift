// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

func recordedBridge() throws -> HostBridge {
  var options = CallRecorder.Options()
  options.recordsPayloads = true
  options.redactedFields = ["password", "token"]
  let recorder = try CallRecorder(path: "calls.log", options: options)
  var configuration = HostBridgeConfiguration()
  configuration.callInterceptors = [recorder]
  configuration.handlerInterceptors = [recorder]
  return HostBridge(configuration: configuration)
}

func printNames(_ bytes: [UInt8]) throws {
  var reader = CallLogReader()
  reader.append(bytes)
  while let record = try reader.next() { print(record.name, record.outcome?.name ?? "begins") }
  try reader.finish()
}
