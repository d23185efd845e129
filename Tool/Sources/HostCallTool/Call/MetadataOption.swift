// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostBridgeCore

/// The option for the metadata that a call carries.
struct MetadataOption: ParsableArguments {
  @Option(
    name: .customLong("metadata"),
    help: ArgumentHelp(
      "Metadata of the call, which may be repeated; the value of a key that ends in -bin is in hexadecimal.",
      valueName: "key=value"))
  var entries: [String] = []

  func validate() throws { _ = try metadata }

  var metadata: HostCallMetadata {
    get throws(ValidationError) {
      var metadata = HostCallMetadata()
      for entry in entries {
        guard let equals = entry.firstIndex(of: "=") else {
          throw ValidationError("--metadata '\(entry)': expected KEY=VALUE.")
        }
        let (key, value) = (String(entry[..<equals]), String(entry[entry.index(after: equals)...]))
        guard metadata.value(forKey: key) == nil else { throw ValidationError("--metadata \(key) is given twice.") }
        do {
          if key.hasSuffix("-bin") {
            try metadata.set(try HexLine.bytes(of: Array(value.utf8)[...]), forKey: key)
          } else {
            try metadata.set(value, forKey: key)
          }
        } catch {
          throw ValidationError("--metadata '\(entry)': \(error)")
        }
      }
      return metadata
    }
  }
}
