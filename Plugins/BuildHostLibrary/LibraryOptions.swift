// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// What the command line asks for.
struct LibraryOptions {
  static let help = """
    USAGE: swift package --allow-writing-to-package-directory build-host-library [OPTION...]

    Builds a library for hosts without Swift: with Swift linked statically, exporting only C functions, staying loaded
    after dlclose, and stripped. Puts hostcall.h and the library's descriptor beside it, and prints the sizes.

      --product NAME           the dynamic library; by default the package's only one
      --output FOLDER          by default `dist` in the package's folder
      --debug                  builds for debugging, in place of release
      --exports FILE           the linker's list of exports; by default hostcall_* and the prefix
      --prefix NAME            what the library's C functions begin with; by default the product's name in snake case,
                               with _ for other characters than letters and digits
      --open FUNCTION          the function that opens a bridge; by default the prefix with _open
      --no-descriptor          does not load the library to write its descriptor, as for another system
    """

  let product: LibraryProduct
  let output: URL
  let configuration: PackageManager.BuildConfiguration
  let exports: URL?
  /// What the library's C functions begin with, without `_` at the end.
  let prefix: String
  /// The function that opens a bridge, or `nil` for no descriptor.
  let openFunction: String?

  /// Reads the arguments; returns `nil` for `--help`.
  init?(_ arguments: [String], in package: Package) throws {
    var extractor = ArgumentExtractor(arguments)
    if extractor.extractFlag(named: "help") > 0 { return nil }
    func value(_ name: String) throws -> String? {
      let values = extractor.extractOption(named: name)
      guard values.count < 2 else { throw PluginFailure("--\(name) is given \(values.count) times; expected one") }
      return values.first
    }
    let folder = package.directoryURL
    product = try Self.product(named: try value("product"), in: package)
    output = URL(filePath: try value("output") ?? "dist", directoryHint: .isDirectory, relativeTo: folder).absoluteURL
    exports = try value("exports").map { URL(filePath: $0, relativeTo: folder).absoluteURL }
    prefix = try Self.prefix(try value("prefix"), of: product)
    let function = try value("open")
    let describes = extractor.extractFlag(named: "no-descriptor") == 0
    if describes, let function, exports == nil, !function.hasPrefix(prefix + "_") {
      throw PluginFailure(
        "--open \(function): the library would not export it, since it does not begin with \(prefix)_; expected --prefix "
          + "with what the library's C functions begin with, or --exports with a list of them")
    }
    // SwiftPM reads --configuration itself, and keeps it from plugins.
    configuration = extractor.extractFlag(named: "debug") > 0 ? .debug : .release
    openFunction = describes ? function ?? prefix + "_open" : nil
    guard extractor.remainingArguments.isEmpty else {
      throw PluginFailure("unexpected: \(extractor.remainingArguments.joined(separator: " "))\n\n\(Self.help)")
    }
  }

  /// Returns what functions in C can begin with: the stated prefix, or one like the product's name.
  private static func prefix(_ stated: String?, of product: LibraryProduct) throws -> String {
    func mayBeInC(_ letter: Character) -> Bool {
      letter.isASCII && (letter.isLetter || letter.isNumber || letter == "_")
    }
    if let stated {
      guard !stated.isEmpty, stated.allSatisfy(mayBeInC), stated.first?.isNumber == false else {
        throw PluginFailure("--prefix \(stated): no function in C begins with that; expected letters, digits and _")
      }
      return stated
    }
    let name = String(SnakeCase.convert(product.name).map { mayBeInC($0) ? $0 : "_" })
    return name.first?.isNumber == true ? "_" + name : name
  }

  private static func product(named name: String?, in package: Package) throws -> LibraryProduct {
    let all = package.products(ofType: LibraryProduct.self).filter { $0.kind == .dynamic }
    let names = all.map(\.name).joined(separator: ", ")
    guard let name else {
      guard let only = all.first, all.count == 1 else {
        throw PluginFailure(
          all.isEmpty
            ? "\(package.displayName) has no library of type .dynamic; add one to its products"
            : "\(package.displayName) has several libraries; expected --product with one of \(names)")
      }
      return only
    }
    guard let product = all.first(where: { $0.name == name }) else {
      throw PluginFailure("no dynamic library is named \(name); expected one of \(names.isEmpty ? "none" : names)")
    }
    return product
  }
}
