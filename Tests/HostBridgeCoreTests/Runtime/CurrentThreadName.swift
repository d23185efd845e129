// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The name of the current thread, as debuggers show it.
func currentThreadName() -> String {
  #if canImport(Darwin)
  var name = [CChar](repeating: 0, count: 64)
  _ = unsafe pthread_getname_np(pthread_self(), &name, name.count)
  return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  #else
  let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
  return String((name ?? "").dropLast())
  #endif
}
