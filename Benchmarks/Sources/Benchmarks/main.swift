import Foundation

// The main thread waits, and does not become a queue's: valgrind does not survive that.
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
