@_spi(ExperimentalCustomExecutors) internal import _Concurrency

/// The job of a task, as an entry of a queue: the runtime sets a word aside in it for whichever executor has it.
struct JobEntry: IntrusiveEntry {
  let job: UnownedJob

  init(_ job: UnownedJob) {
    self.job = job
  }

  // An UnownedJob is the address of the runtime's job, and nothing else.

  init(bits: UInt) {
    unsafe job = unsafeBitCast(bits, to: UnownedJob.self)
  }

  var bits: UInt { unsafe unsafeBitCast(job, to: UInt.self) }

  var link: UInt {
    get { unsafe ExecutorJob(job).withUnsafeExecutorPrivateData { unsafe $0.load(as: UInt.self) } }
    nonmutating set {
      unsafe ExecutorJob(job).withUnsafeExecutorPrivateData { unsafe $0.storeBytes(of: newValue, as: UInt.self) }
    }
  }
}
