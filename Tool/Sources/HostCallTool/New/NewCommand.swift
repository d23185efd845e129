// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `hostcall new NAME [--hosts c,cpp,python,typescript] [--output DIR] [--package PATH-OR-URL]`: writes a package that
/// builds, tests and demonstrates itself.
struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Writes a package with a core, tests, and hosts for it.",
    discussion: """
      In the new folder, `make test` runs the tests, and `make demo` runs the hosts. The core logs users in, and asks \
      its host for their profiles: replace that by calls of your own.
      """)

  @Argument(help: "The name of the package and its library, such as Accounts.")
  var name: String

  @Option(help: "The languages of the hosts: some of c, cpp, python, typescript, with commas between them.")
  var hosts = "python"

  @Option(
    help: "The folder for the package; by default one with its name. It must be empty or missing.",
    completion: .directory)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "HostCall: the path of a checkout, which stays relative if it is, or a URL; by default that of this version.",
      valueName: "path-or-url"),
    completion: .directory)
  var package: String?

  func validate() throws { _ = try HostLanguage.list(hosts) }

  func run() async throws {
    let folder = output ?? name
    let source = try package.map { try PackageSource($0, for: folder) } ?? .released
    let template = try PackageTemplate(name: PackageName(name), hosts: HostLanguage.list(hosts), source: source)
    try NewFolder(path: folder).create(await template.files())
    // The new folder may be the current one.
    let isElsewhere = folder.hasPrefix("/") || folder.split(separator: "/").contains { $0 != "." }
    let languages = template.hosts.map(\.rawValue).joined(separator: ", ")
    try Output.write(
      """
      \(folder): a package with \(languages.isEmpty ? "no host" : "hosts in " + languages)
      \(isElsewhere ? "  cd \(ShellWord.of(path: folder))\n" : "")\
        make test   # builds the core, which takes minutes at first, and runs its tests\(languages.isEmpty ? "" : " and those of the hosts")
        make demo   # runs \(languages.isEmpty ? "a call" : "the hosts")

      """)
  }
}
