// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// `swift package build-host-library`: builds a library for hosts that have no Swift, and puts beside it what they
/// need.
@main
struct BuildHostLibrary: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    guard let options = try LibraryOptions(arguments, in: context.package) else { return print(LibraryOptions.help) }
    let header = try Data(contentsOf: try HostCallHeader.find(in: options.product))
    let exports = try ExportList(options, workFolder: context.pluginWorkDirectoryURL)
    let result = try packageManager.build(.product(options.product.name), parameters: parameters(options, exports))
    guard result.succeeded else { throw PluginFailure("the build of \(options.product.name) failed") }
    let built = result.builtArtifacts.filter { $0.kind == .dynamicLibrary }
    guard let library = built.first(where: { $0.url.lastPathComponent.contains(options.product.name) }) else {
      throw PluginFailure("the build made no library; found \(result.builtArtifacts.map(\.url.lastPathComponent))")
    }

    // Nothing in the folder is replaced before the library is known to be one for hosts.
    try FileManager.default.createDirectory(at: options.output, withIntermediateDirectories: true)
    let target = options.output.appending(path: library.url.lastPathComponent)
    let stripped = StrippedLibrary(target: target)
    defer { stripped.remove() }
    try stripped.write(library.url, context)
    try ExportedFunctions(of: stripped.copy, target.lastPathComponent, context).check(options)
    let descriptor = try options.openFunction.map { function in
      try LoadedLibrary(path: stripped.copy.path, target.lastPathComponent).descriptor(openedBy: function)
    }

    let headerPath = try replace("hostcall.h", in: options.output, by: header)
    let descriptorPath = try descriptor.map { try replace(options.prefix + ".cbor", in: options.output, by: $0) }
    try stripped.move()
    print("\(target.path): \(try size(of: target)) bytes, \(try size(of: library.url)) with symbols")
    print(headerPath)
    guard let descriptorPath, let function = options.openFunction else { return }
    print("\(descriptorPath): the descriptor, for `hostcall generate LANGUAGE --descriptor FILE --open \(function)`")
  }

  /// Returns what `swift build` would need as options.
  private func parameters(_ options: LibraryOptions, _ exports: ExportList) -> PackageManager.BuildParameters {
    var parameters = PackageManager.BuildParameters(configuration: options.configuration, logging: .concise)
    parameters.echoLogs = true
    #if os(macOS)
    parameters.otherLinkerFlags = ["-exported_symbols_list", exports.file.path, "-dead_strip"]
    #else
    // soname: a host that is linked with the library's path looks for its name. nodelete: the library's threads run its
    // code after the last close.
    parameters.otherSwiftcFlags = ["-static-stdlib"]
    parameters.otherLinkerFlags = [
      "--version-script=\(exports.file.path)", "-soname", "lib\(options.product.name).so", "-Bsymbolic",
      "--gc-sections", "-z", "nodelete",
    ]
    #endif
    return parameters
  }

  private func size(of file: URL) throws -> Int { try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0 }

  /// Returns the file's path.
  private func replace(_ name: String, in folder: URL, by data: Data) throws -> String {
    let file = folder.appending(path: name)
    try data.write(to: file, options: .atomic)
    return file.path
  }
}
