// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
public import HostBridgeCore
internal import Synchronization

/// Writes a record of each call and each stream into a bounded log, which `hostcall trace` prints.
///
///     let recorder = try CallRecorder(path: "calls.log")
///     var configuration = HostBridgeConfiguration()
///     configuration.callInterceptors = [recorder]
///     configuration.handlerInterceptors = [recorder]
///     let bridge = HostBridge(configuration: configuration)
///
/// The environment variable `HOSTCALL_TRACE` does the same for every bridge and client of a process; see
/// <doc:SeeingCalls>. As the first of the interceptors, a recorder sees what callers and hosts see.
///
/// A record is encoded and written, with one call of the system, in the task that has made or answered the call, after
/// its end. A log that cannot be written never fails a call: the record is counted, and the next one that can be
/// written has the number. Several recorders, in one process or many, may write one log.
///
/// Thread safety: safe from any task.
public final class CallRecorder: HostCallInterceptor, HostHandlerInterceptor {
  /// The options.
  public let options: Options
  private let file: AppendedFile
  private let numbers = Atomic<UInt64>(0)
  private let lost = Atomic<UInt64>(0)
  private let unreported = Atomic<UInt64>(0)

  /// Opens a log, or continues an existing one.
  ///
  /// - Parameters:
  ///   - path: The path of the log. A new file may be read by its owner only.
  ///   - options: What is recorded.
  /// - Throws: `failedPrecondition` if the file cannot be opened for reading and writing, is not a regular
  ///   file or a character device, or has another content than a log.
  public init(path: String, options: Options = Options()) throws(HostSetupError) {
    self.options = options
    do throws(AppendedFile.Failure) {
      file = try AppendedFile(path, header: CallLogHeader.bytes, sizeLimit: options.sizeLimit / 2)
    } catch {
      throw HostSetupError(code: .failedPrecondition, message: "cannot record calls in \(path): \(error.reason)")
    }
  }

  /// The number of records that could not be written.
  public var lostRecords: UInt64 { lost.load(ordering: .relaxed) }

  // MARK: Records

  /// Begins the record of a call.
  ///
  /// - Parameters:
  ///   - kind: The kind.
  ///   - name: The wire name.
  ///   - direction: The direction.
  ///   - side: The side of this process.
  ///   - parent: The number of the call whose handler makes this one; `nil` if none is known.
  func begin(
    _ kind: CallRecord.Kind, _ name: String, _ direction: CallRecord.Direction, at side: CallRecord.Side,
    parent: UInt64? = nil
  ) -> RecordDraft {
    var record = CallRecord(
      number: numbers.add(1, ordering: .relaxed).newValue, process: SystemProcess.id, time: SystemProcess.wallClock,
      direction: direction, side: side, kind: kind, name: name)
    record.parent = parent
    return RecordDraft(record, options)
  }

  /// Writes the record of the beginning, if the options say so.
  func recordBeginning(_ draft: RecordDraft) {
    if options.recordsBeginnings { write(draft.beginning()) }
  }

  /// Writes a record, or counts it.
  func write(_ record: CallRecord) {
    var record = record
    let missing = unreported.exchange(0, ordering: .relaxed)
    if missing > 0 { record.lost = missing }
    var encoder = CBOREncoder()
    encoder.limits = CallRecord.limits
    if let bytes = try? encoder.encode(record), file.append(bytes) { return }
    lost.add(1, ordering: .relaxed)
    unreported.add(missing + 1, ordering: .relaxed)
  }
}
