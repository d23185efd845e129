// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// A question for the credentials of one call, which is being answered.
struct CredentialsRequest: Sendable {
  private let outcome = AwaitedOutcome<HostCallMetadata>()
  private let task: Task<Void, Never>

  /// Asks for credentials, until `deadline`.
  init(until deadline: Deadline, _ source: @escaping @Sendable () async throws -> HostCallMetadata) {
    task = Task { [outcome] in
      do {
        outcome.end(with: .success(try await source()))
      } catch let error as BridgeError {
        outcome.end(with: .failure(error))
      } catch let error as HostSetupError {
        // Its message names keys and no values.
        outcome.end(with: .failure(BridgeError(code: error.code, message: error.message)))
      } catch {
        outcome.end(
          with: .failure(
            BridgeError(code: .unauthenticated, message: "the credentials of the call are not available: \(error)")))
      }
    }
    guard deadline != .never else { return }
    outcome.attach(
      Task { [outcome, task] in
        try await Task.sleep(until: deadline)
        outcome.expire()
        task.cancel()
      })
  }

  /// Ends the request with `error`, unless it has ended.
  func fail(_ error: any Error) {
    outcome.end(with: .failure(error))
    task.cancel()
  }

  /// The credentials.
  ///
  /// Await them only once.
  ///
  /// - Throws: A `BridgeError` that says why there are none; what ``fail(_:)`` was given; `CancellationError` if the
  ///   deadline passes, or the caller's task is cancelled.
  var metadata: HostCallMetadata {
    get async throws {
      try await withTaskCancellationHandler {
        try await outcome.value
      } onCancel: {
        fail(CancellationError())
      }
    }
  }
}
#endif
