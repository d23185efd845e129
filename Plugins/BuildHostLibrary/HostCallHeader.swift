// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// `hostcall.h`, in the package that a library depends on.
enum HostCallHeader {
  static func find(in product: LibraryProduct) throws -> URL {
    let targets = product.targets.flatMap { [$0] + $0.recursiveTargetDependencies }
    guard let target = targets.first(where: { $0.name == "CHostBridge" }) as? ClangSourceModuleTarget,
      let folder = target.publicHeadersDirectoryURL
    else { throw PluginFailure("\(product.name) does not depend on HostCall, which has hostcall.h") }
    return folder.appending(path: "hostcall.h")
  }
}
