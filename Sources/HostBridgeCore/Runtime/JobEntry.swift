// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@_spi(ExperimentalCustomExecutors) internal import _Concurrency

/// A task's job as an entry of a queue, linked through the word that the runtime reserves in it for executors.
struct JobEntry: IntrusiveEntry {
  let job: UnownedJob

  init(_ job: UnownedJob) {
    self.job = job
  }

  // An UnownedJob is a single word, the address of the runtime's job.

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
