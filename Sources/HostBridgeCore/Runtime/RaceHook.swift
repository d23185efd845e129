#if DEBUG
  /// Moments between two steps of the package, where another thread may come in between.
  ///
  /// A test that has to have it come in installs an action, which runs at that moment, on the thread that is there. Debug
  /// builds only.
  package enum RaceHook: Int, CaseIterable, Sendable {
    /// A job is in the queue of a thread, which is not woken yet.
    case jobAppended
    /// A call or a waiter is in the queue of a thread, which is not woken yet.
    case entryPushed
    /// A call has found its handler, and is not marked as invoking yet.
    case handlerFound
    /// An answer has won, and its bytes are not copied yet.
    case answerClaimed
    /// A call is decided and does not need its handler any more, and its caller has not been told.
    case handlerReturned
    /// A deadline is noted, and the thread that watches deadlines is not woken yet.
    case deadlineNoted

    /// An action that is installed.
    package final class Installation: Sendable {
      fileprivate let hook: RaceHook
      fileprivate let action: @Sendable () -> Void

      fileprivate init(_ hook: RaceHook, _ action: @escaping @Sendable () -> Void) {
        self.hook = hook
        self.action = action
      }

      /// Removes the action.
      package func end() {
        RaceHook.installed.withLock { $0[hook]?.removeAll { $0 === self } }
      }
    }

    private static let installed = Guarded<[RaceHook: [Installation]]>([:])

    /// Runs `action` whenever a thread reaches this moment, until the installation ends.
    package func install(_ action: @escaping @Sendable () -> Void) -> Installation {
      let installation = Installation(self, action)
      Self.installed.withLock { $0[self, default: []].append(installation) }
      return installation
    }

    @inline(never)
    func reach() {
      for installation in Self.installed.withLock({ $0[self] ?? [] }) { installation.action() }
    }
  }

  @inline(__always)
  func reach(_ hook: RaceHook) { hook.reach() }
#else
  enum RaceHook {
    case jobAppended, entryPushed, handlerFound, answerClaimed, handlerReturned, deadlineNoted
  }

  @inline(__always)
  func reach(_ hook: RaceHook) {}
#endif
