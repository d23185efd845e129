// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

// The main thread waits on a semaphore instead of running the main queue, under which valgrind crashes.
let finished = DispatchSemaphore(value: 0)
Task.detached {
  do {
    try await Command.run()
  } catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
  }
  finished.signal()
}
finished.wait()
