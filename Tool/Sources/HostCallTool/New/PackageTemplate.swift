// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostCall
internal import HostCallGenerator

/// A package that `hostcall new` writes.
package struct PackageTemplate: Sendable {
  let name: PackageName
  let hosts: [HostLanguage]
  let source: PackageSource

  package init(name: PackageName, hosts: [HostLanguage], source: PackageSource) {
    self.name = name
    self.hosts = hosts
    self.source = source
  }

  /// Returns the files, sorted by path.
  ///
  /// The typed side of each host is what `hostcall generate` writes for the core's library, which the package can
  /// therefore check.
  package func files() async throws(CommandError) -> [PackageFile] {
    let texts = CoreTemplates.texts + TestTemplates.texts + ProjectTemplates.texts + hosts.flatMap(HostTemplates.texts)
    var files = texts.map { PackageFile(path: filled($0.path), text: filled($0.text)) }
    do {
      let descriptor = try await TemplateInterface.descriptor(openFunction: name.prefix + "_open")
      for message in TestTemplates.messages { files += try fixture(message) }
      let json = try JSONDescriptor(cbor: CBOREncoder().encode(descriptor)).text
      files.append(PackageFile(path: name.prefix + ".json", text: json))
      for host in hosts { files += try generated(for: host, descriptor) }
    } catch {
      throw .malformedData("the template: \(error)")
    }
    files.sort { $0.path < $1.path }
    try checkNames(files)
    return files
  }

  /// Checks that what is generated has the name that the hosts expect, and that no other file has.
  private func checkNames(_ files: [PackageFile]) throws(CommandError) {
    for host in hosts {
      let path = "hosts/\(host.rawValue)/\(name.prefix)"
      guard files.contains(where: { $0.path.hasPrefix(path + ".") || $0.path.hasPrefix(path + "_host.") }) else {
        let reason = "'\(name.prefix)' is taken for hosts in \(host.rawValue)"
        throw PackageName.refusal("found '\(name.text)', expected another: \(reason)")
      }
    }
    if let same = zip(files, files.dropFirst()).first(where: { $0.path == $1.path }) {
      throw PackageName.refusal("found '\(name.text)', expected another: \(same.0.path) is a file of the template")
    }
  }

  /// Returns a golden file, with its text file.
  private func fixture(_ message: TestTemplates.Message) throws(CBORError) -> [PackageFile] {
    let path = filled("Tests/{{Name}}Tests/Fixtures/\(message.name)")
    return [
      PackageFile(path: path + ".cbor", bytes: try HexText.bytes(of: Array(message.bytes.utf8))),
      PackageFile(path: path + ".diag", text: message.notation + "\n"),
    ]
  }

  private func generated(
    for host: HostLanguage, _ descriptor: HostCallDescriptor
  ) throws(GeneratorError) -> [PackageFile] {
    guard let emitter = Emitters.emitter(of: host.rawValue) else { return [] }
    return try emitter.files(for: InterfaceModel(descriptor, name: name.prefix)).map { file in
      PackageFile(path: "hosts/\(host.rawValue)/\(file.path)", text: file.text)
    }
  }

  private func filled(_ text: String) -> String {
    let demos = hosts.isEmpty ? ["demo-call"] : hosts.map { "demo-\($0.rawValue)" }
    let tests = ["test-swift", "test-core"] + hosts.map { "test-\($0.rawValue)" }
    var values = [
      "Name": name.text, "name": name.prefix, "Class": name.className, "dependency": source.dependency,
      "package": source.package,
      "folder": source.folder, "demos": demos.joined(separator: " "),
      "tests": tests.joined(separator: " "),
      "languages": hosts.map(\.rawValue).joined(separator: " "),
    ]
    let rules = (hosts.isEmpty ? [] : [HostTemplates.sharedRules]) + hosts.map(HostTemplates.rules)
    for (key, part) in [
      ("rules", rules.joined(separator: "\n")), ("recording", HostParagraphs.recording(hosts)),
      ("answering", HostParagraphs.answering(hosts)),
    ] { values[key] = TextTemplate(text: part).filled(with: values) }
    return TextTemplate(text: text).filled(with: values)
  }
}
